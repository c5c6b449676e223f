// Conditions over answers, customers and visits; the twin of voc/surveys/conditions.py and comparing.py, where every
// rule is spelled out. It comes with the loader when a survey has conditions, so it is written for few bytes.
import type { Condition } from "../generated/survey.ts";

export type { Condition };

/** The value of a source, such as "answer:why" or "customer:plan"; nothing (null or undefined) when there is none. */
export type Lookup = (source: string) => unknown;

/** `search` of pattern.ts, which is fetched only when a condition `matches`. */
export type Search = (pattern: string, text: string) => boolean;

type Compare = (found: any, wanted: any, search?: Search) => unknown;

const isText = (value: unknown): value is string => typeof value == "string";
const isObject = (value: unknown): boolean => typeof value == "object";
const several = (value: unknown): any[] => (Array.isArray(value) ? value : [value]);
const lower = (value: unknown) => `${value}`.trim().toLowerCase();

/** A typed "other" stands for the choice id. */
const plain = (value: any) => (value && isObject(value) && "other" in value ? "other" : value);

const number = (value: unknown) =>
  typeof value == "number" ? value : isText(value) && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? +value : NaN;

/** The day of a date, with or without a time; undefined, which has no order, for anything else. */
const day = (value: unknown): any => (isText(value) && /^\s*(\d{4}-\d\d-\d\d)(T|\s*$)/.exec(value) || [])[1];

const same: Compare = (one, other) => {
  const left = number(one);
  const right = number(other);
  if (left == left || right == right) return left == right;
  return !isObject(one) && !isObject(other) && lower(one) == lower(other);
};
const anyOf: Compare = (found, wanted) =>
  several(found).some((one) => several(wanted).some((other) => same(one, other)));
const allOf: Compare = (found, wanted) => several(found).every((each) => anyOf(each, wanted));

const ordered = (fits: Compare): Compare => (found, wanted) => {
  const left = number(found);
  const right = number(wanted);
  return left == left && right == right ? fits(left, right) : fits(day(found), day(wanted));
};
const atLeast = ordered((left, right) => left >= right);
const atMost = ordered((left, right) => left <= right);

const texts = (method: "includes" | "startsWith" | "endsWith"): Compare => (found, wanted) =>
  isText(found) && isText(wanted) && lower(found)[method](wanted.toLowerCase());
const includes = texts("includes");

const OPERATORS: Record<string, Compare> = {
  answered: () => true,
  equals: (found, wanted) => allOf(found, wanted) && allOf(wanted, found),
  contains: (found, wanted) => (Array.isArray(found) ? anyOf : includes)(found, wanted),
  greater: ordered((left, right) => left > right),
  less: ordered((left, right) => left < right),
  at_least: atLeast,
  at_most: atMost,
  between: (found, wanted) => atLeast(found, wanted[0]) && atMost(found, wanted[1]),
  in: anyOf,
  any_of: anyOf,
  starts: texts("startsWith"),
  ends: texts("endsWith"),
  matches: (found, wanted, search) => isText(found) && search?.(wanted, found),
};

const isMissing = (value: any) => value == null || !(isObject(value) ? Object.keys(value).length : lower(value));

/** Whether the condition holds for what `lookup` finds; without `search`, nothing matches. */
export const holds = (condition: Condition, lookup: Lookup, search?: Search): boolean => {
  const each = (part: Condition) => holds(part, lookup, search);
  if ("all" in condition) return condition.all.every(each);
  if ("any" in condition) return condition.any.some(each);
  const { is, value } = condition;
  const positive = ({ none_of: "any_of", skipped: "answered" } as Record<string, string>)[is] || is.replace("not_", "");
  let found = lookup(condition.on);
  found = Array.isArray(found) ? found.map(plain) : plain(found);
  return (!isMissing(found) && !!OPERATORS[positive]?.(found, value, search)) == (positive == is);
};
