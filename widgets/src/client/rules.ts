/** The chunk for surveys with conditions. */
export { holds } from "../core/conditions.ts";
export { search } from "../core/pattern.ts";
