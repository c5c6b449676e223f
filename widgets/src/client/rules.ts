/** The chunk for surveys with conditions. */
export { holdsHere } from "../core/visit.ts";
export { search } from "../core/pattern.ts";
export { device } from "./device.ts";
