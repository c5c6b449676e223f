/** Fetched only for surveys with rules or recalls. */
import type { Definition } from "../generated/survey.ts";
import { recall } from "./recall.ts";
import { route, type Facts, type Routed } from "./route.ts";
import type { Text } from "./texts.ts";

export { route } from "./route.ts";

/** The words with everything recalled put in, variables as they are after these answers. */
export function filled(
  words: string,
  definition: Pick<Definition, "questions"> & Routed,
  facts: Facts,
  say: (text: Text) => string,
): string {
  return words.includes("{{") ? recall(words, definition, facts, route(definition, facts).variables, say) : words;
}
