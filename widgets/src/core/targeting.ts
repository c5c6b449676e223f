// Whether one person is asked at one moment; the twin of voc/surveys/targeting, part of the loader and written for few
// bytes. `holds` is called for a survey that has conditions only, so the loader may fetch conditions.ts when it must.
import { holds, type Condition, type Lookup, type Search } from "./conditions.ts";
import { bucket } from "./sampling.ts";

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

/** No prototype, so that "constructor" is no attribute of everybody. */
const own = (values: Record<string, any> | undefined, name: string | undefined) =>
  ({ __proto__: null, ...values })[name!] as any;

/** "customer:plan" is ["customer", "plan"], "url" is ["url"]; a group of tests has no source. */
const split = (source = "") => source.split(/:(.*)/);

/** The whole tag where the survey's condition names it ("pt-BR"), its base language otherwise ("ko" of "ko-KR"). */
const languageOf = (where: Condition, tag: string) =>
  JSON.stringify(where).toLowerCase().includes(`"${tag}"`) ? tag : tag.split("-")[0];

// a segment that looks at a segment finds nothing, so none can go round in circles
const lookup = (where: Condition, environment: Environment, inSegment?: boolean): Lookup => (source) => {
  const [kind, name] = split(source);
  if (kind == "language") return languageOf(where, (environment.language || "").toLowerCase());
  if (kind == "customer") return own(environment.customer, name);
  if (kind != "segment") return environment[kind as "url"];
  const segment = inSegment ? null : own(environment.segments, name);
  return segment && holds(segment, lookup(where, environment, true), environment.search);
};

/** What all must hold; nothing for a survey that everybody may see. */
const partsOf = (where: Condition = { all: [] }) => ("all" in where ? where.all : [where]);

const fires = (trigger: Trigger, event: Happening, search: Search | undefined) =>
  trigger.on == event.on &&
  (!trigger.selector || trigger.selector == event.selector) &&
  (!trigger.name || trigger.name == event.name) &&
  !(event.share! < trigger.share!) &&
  !(event.seconds! < trigger.seconds!) &&
  partsOf(trigger.where).every((part) => holds(part, (source) => own(event.props, split(source)[1]), search));

const rested = (asks: Ask[], days: number, now: number) => !days || asks.every(({ at }) => now - at >= days * 864e5);

/** Whether to show the survey now; a rule that cannot be told here does not stand in the way. */
export const eligible = (survey: Candidate, environment: Environment): Eligibility => {
  const { id, targeting } = survey;
  const { triggers, where, frequency } = targeting;
  const { now, asks, event, policy, search } = environment;
  const rules: Outcome[] = [];
  let failed: string | null = null;
  const rule = (name: string, passed: boolean | null) => {
    rules.push({ rule: name, passed });
    if (passed === false) failed = failed || name;
  };
  const find = lookup(where, environment);

  rule("state", survey.state == "published");
  rule("opens", !(now < survey.opens_at!));
  rule("closes", now < (survey.closes_at ?? Infinity));
  rule("limit", !survey.full);
  rule(
    "trigger",
    event ? event.on == "show" || triggers.some((each) => fires(each, event, search)) : triggers[0] ? null : false,
  );
  for (const kind of ["url", "device", "language", "customer", "segment", ""]) {
    const parts = partsOf(where).filter((part: any) => split(part.on)[0] == kind);
    if (kind || parts[0]) rule(kind ? `where.${kind}` : "where", parts.every((part) => holds(part, find, search)));
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
