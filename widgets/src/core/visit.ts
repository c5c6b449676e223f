// What the sources of a survey's condition say about this visit; the twin of voc/surveys/targeting/environment.py. Only
// targeting.ts calls it, and only for a survey that has conditions, so the loader may fetch it (with conditions.ts) then.
import { holds, type Condition, type Lookup } from "./conditions.ts";
import type { Environment } from "./targeting.ts";

/** No prototype, so that "constructor" is no attribute of everybody. */
const own = (values: Record<string, any> | undefined, name: string | undefined) =>
  ({ __proto__: null, ...values })[name!] as any;

/** The whole tag where the survey's condition names it ("pt-BR"), its base language otherwise ("ko" of "ko-KR"). */
const languageOf = (where: Condition, tag: string) =>
  JSON.stringify(where).toLowerCase().includes(`"${tag}"`) ? tag : tag.split("-")[0];

// a segment is about the customer, not about the moment: what looks at an event or a segment there finds nothing
const lookup = (where: Condition, environment: Environment, inSegment?: boolean): Lookup => (source) => {
  const [kind, name] = source.split(/:(.*)/);
  if (kind == "event") return inSegment ? null : own(environment.event?.props, name);
  if (kind == "language") return languageOf(where, (environment.language || "").toLowerCase());
  if (kind == "customer") return own(environment.customer, name);
  if (kind != "segment") return environment[kind as "url"];
  const segment = inSegment ? null : own(environment.segments, name);
  return segment && holds(segment, lookup(where, environment, true), environment.search);
};

/** Whether a part of the survey's condition `where`, or a trigger's own condition, holds for this visit. */
export const holdsHere = (part: Condition, where: Condition, environment: Environment): boolean =>
  holds(part, lookup(where, environment), environment.search);
