// The pattern dialect of voc/surveys/patterns.py, walked by a Thompson automaton in time linear in the text. A file of
// its own: the loader fetches it only for a survey whose condition `matches`. The server refuses what it cannot read,
// so a pattern that is wrong here simply matches nothing.

/** Takes a character that fits `ranges`, or goes on for nothing ("fork", "start", "end"). */
interface State {
  kind: "take" | "fork" | "start" | "end" | "match";
  out: number;
  other: number;
  /** First and last code point of each range, flat. */
  ranges: number[];
  negated: boolean;
}
type Build = (to: number) => number;

const END = 0;
const CLASSES: Record<string, string> = { d: "09", w: "09AZ__az", s: "\t\r  " };
const points = (text: string) => [...text].map((each) => each.codePointAt(0)!);

class Wrong extends Error {}

function compile(source: string): [State[], number] {
  const characters = [...source];
  const states: State[] = [];
  let at = 0;
  const add = (kind: State["kind"], out: number, other = END, ranges: number[] = [], negated = false) =>
    states.push({ kind, out, other, ranges, negated }) - 1;
  const refuse = (): never => {
    throw new Wrong(`character ${at}`);
  };
  const peek = () => characters[at] ?? "";
  const isSign = () => peek() == "*" || peek() == "+" || peek() == "?";

  const escaped = (): number[] => {
    const character = characters[at++] ?? refuse();
    if (CLASSES[character]) return points(CLASSES[character]!);
    return /[a-z0-9]/i.test(character) ? refuse() : points(character + character);
  };
  const one = (): number[] => {
    const character = characters[at++]!;
    return character == "\\" ? escaped() : points(character + character);
  };
  const range = (): number[] => {
    const low = one();
    if (peek() != "-" || (characters[at + 1] ?? "]") == "]") return low;
    at++;
    const high = peek() ? one() : refuse();
    if (low[0] != low[1] || high[0] != high[1] || low[0]! > high[0]!) refuse();
    return [low[0]!, high[0]!];
  };
  const set = (): Build => {
    const negated = peek() == "^";
    if (negated) at++;
    const ranges: number[] = [];
    while (peek() != "]") ranges.push(...(peek() ? range() : refuse()));
    at++;
    if (!ranges.length) refuse();
    return (to) => add("take", to, END, ranges, negated);
  };
  const atom = (): Build => {
    const character = characters[at++]!;
    if (character == "(") {
      const inner = alternatives();
      if (characters[at++] != ")") refuse();
      return inner;
    }
    if (character == "[") return set();
    if (character == "^" || character == "$") return (to) => add(character == "^" ? "start" : "end", to);
    if ("*+?{}]".includes(character)) refuse();
    const ranges = character == "." ? [10, 10] : character == "\\" ? escaped() : points(character + character);
    return (to) => add("take", to, END, ranges, character == ".");
  };
  const repeated = (): Build => {
    const fixed = peek() == "^" || peek() == "$";
    const part = atom();
    if (!isSign()) return part;
    const sign = characters[at++]!;
    if (fixed || isSign()) refuse();
    return (to) => {
      const fork = add("fork", END, to);
      const first = part(sign == "?" ? to : fork);
      states[fork]!.out = first;
      return sign == "+" ? first : fork;
    };
  };
  const alternatives = (): Build => {
    const parts: Build[] = [];
    while (peek() && peek() != "|" && peek() != ")") parts.push(repeated());
    const first: Build = (to) => parts.reduceRight((next, part) => part(next), to);
    if (peek() != "|") return first;
    at++;
    const second = alternatives();
    return (to) => add("fork", first(to), second(to));
  };

  add("match", END);
  const whole = alternatives();
  if (at < characters.length || characters.length > 200) refuse();
  return [states, whole(END)];
}

/** Adds every state that `index` leads to without a character. */
function reach(states: State[], index: number, found: Set<number>, atStart: boolean, atEnd: boolean): void {
  const waiting = [index];
  while (waiting.length) {
    const at = waiting.pop()!;
    if (found.has(at)) continue;
    found.add(at);
    const { kind, out, other } = states[at]!;
    if (kind == "fork") waiting.push(out, other);
    if ((kind == "start" && atStart) || (kind == "end" && atEnd)) waiting.push(out);
  }
}

const takes = ({ kind, ranges, negated }: State, point: number) => {
  if (kind != "take") return false;
  for (let i = 0; i < ranges.length; i += 2) if (ranges[i]! <= point && point <= ranges[i + 1]!) return !negated;
  return negated;
};

/** Whether `pattern` occurs anywhere in `text`; false for a pattern that is not in the dialect. */
export function search(pattern: string, text: string): boolean {
  let states: State[];
  let start: number;
  try {
    [states, start] = compile(pattern);
  } catch (error) {
    if (error instanceof Wrong) return false;
    throw error;
  }
  let current = new Set<number>();
  reach(states, start, current, true, !text);
  for (const point of points(text)) {
    if (current.has(END)) return true;
    const next = new Set<number>();
    for (const index of current) if (takes(states[index]!, point)) reach(states, states[index]!.out, next, false, false);
    reach(states, start, next, false, false);
    current = next;
  }
  const last = new Set<number>();
  for (const index of current) reach(states, index, last, !text, true);
  return last.has(END);
}
