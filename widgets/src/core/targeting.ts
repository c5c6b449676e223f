// Whether one person is asked at one moment; the twin of voc/surveys/targeting, part of the loader and written for few
// bytes. `holdsHere` is called for a survey that has conditions only, so the loader may fetch visit.ts when it must.
import type { Condition, Search } from "./conditions.ts";
import { bucket } from "./sampling.ts";
import { holdsHere } from "./visit.ts";

export interface Trigger {
  on: string;
  selector?: string;
  name?: string;
  share?: number;
  seconds?: number;
  where?: Condition;
}
export interface Targeting {
  triggers: Trigger[];
  where: Condition;
  sample_share: number;
  /** `every_days`: null is once ever, 0 is always. */
  frequency: { every_days: number | null; group?: string | null; override_quiet: boolean };
}
/** A survey that may be shown; times in milliseconds since 1970. */
export interface Candidate {
  id: string;
  state: string;
  opens_at?: number | null;
  closes_at?: number | null;
  full: boolean;
  targeting: Targeting;
}
export interface Ask {
  survey: string;
  group?: string | null;
  at: number;
}
/** What just happened; {on: "show"} is the host asking for this very survey. */
export interface Happening {
  on: string;
  selector?: string | null;
  name?: string | null;
  share?: number | null;
  seconds?: number | null;
  props?: Record<string, unknown>;
}
/** One person at one moment. `event: null` means that none is asked about: whatever has a trigger may be shown. */
export interface Environment {
  now: number;
  person: string;
  url?: string | null;
  device?: string | null;
  language?: string | null;
  customer: Record<string, unknown>;
  segments: Record<string, Condition>;
  asks: Ask[];
  session_asks: number;
  page_asks: number;
  event: Happening | null;
  policy: { quiet_days: number; per_session: number; per_page: number };
  /** Of pattern.ts; may be left out while no condition `matches`. */
  search?: Search | undefined;
}
export interface Outcome {
  rule: string;
  /** null: it cannot be told here. */
  passed: boolean | null;
}
export interface Eligibility {
  shown: boolean;
  rules: Outcome[];
  /** The first rule that did not pass. */
  failed: string | null;
}

/** What all must hold; nothing for a survey that everybody may see. */
const partsOf = (where: Condition = { all: [] }) => ("all" in where ? where.all : [where]);

const rested = (asks: Ask[], days: number, now: number) => !days || asks.every(({ at }) => now - at >= days * 864e5);

/** Whether to show the survey now; a rule that cannot be told here does not stand in the way. */
export const eligible = (survey: Candidate, environment: Environment): Eligibility => {
  const { id, targeting } = survey;
  const { triggers, where, frequency } = targeting;
  const { now, asks, event, policy } = environment;
  const rules: Outcome[] = [];
  let failed: string | null = null;
  const rule = (name: string, passed: boolean | null) => {
    rules.push({ rule: name, passed });
    if (passed === false) failed = failed || name;
  };
  const fits = (part: Condition) => holdsHere(part, where, environment);
  const fires = (trigger: Trigger, { on, selector, name, share, seconds }: Happening) =>
    trigger.on == on &&
    (!trigger.selector || trigger.selector == selector) &&
    (!trigger.name || trigger.name == name) &&
    !(share! < trigger.share!) &&
    !(seconds! < trigger.seconds!) &&
    partsOf(trigger.where).every(fits);

  rule("state", survey.state == "published");
  rule("opens", !(now < survey.opens_at!));
  rule("closes", now < (survey.closes_at ?? Infinity));
  rule("limit", !survey.full);
  rule(
    "trigger",
    event ? event.on == "show" || triggers.some((each) => fires(each, event)) : triggers[0] ? null : false,
  );
  for (const kind of ["url", "device", "language", "customer", "segment", ""]) {
    const parts = partsOf(where).filter((part) => ("on" in part ? part.on.split(":")[0] : "") == kind);
    if (kind || parts[0]) rule(kind ? `where.${kind}` : "where", parts.every(fits));
  }
  rule("sampling", bucket(id, environment.person) < targeting.sample_share);
  const related = asks.filter((ask) => ask.survey == id || (frequency.group && ask.group == frequency.group));
  rule("frequency", rested(related, frequency.every_days ?? Infinity, now));
  rule("quiet", frequency.override_quiet || rested(asks, policy.quiet_days, now));
  rule("session", environment.session_asks < policy.per_session);
  rule("page", environment.page_asks < policy.per_page);
  rule("pacing", null);
  return { shown: !failed, rules, failed };
};
