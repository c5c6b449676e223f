/** What the search knows and shows. No `document`, no `fetch`. */

export interface Answer {
  readonly id: string;
  readonly language: string;
  readonly question: string;
  readonly answer: string;
  readonly category: string | null;
}

/** What `GET /c/{project}/faq` says. */
export interface Answers {
  readonly language: string;
  readonly count: number;
  readonly categories: readonly { readonly name: string; readonly count: number }[];
  readonly items: readonly Answer[];
  readonly url: string;
}

/** How long a pause ends a word, in milliseconds. */
export const PAUSE_MS = 150;
/** Most characters that are looked for. */
export const LONGEST = 200;

/** Where it is asked: words win over the topic, and what is asked alike is asked alike, so that it is fetched once. */
export const address = (words: string, topic: string, language: string): string => {
  const q = words.trim().replace(/\s+/g, " ").slice(0, LONGEST);
  return `/faq?${new URLSearchParams(q ? { lang: language, q } : topic ? { lang: language, category: topic } : { lang: language })}`;
};

/** What stands above the list, which screen readers are told. */
export const told = (
  { items, count }: Answers,
  words: string,
  topic: string,
  says: { one: string; many: string; none: string; empty: string; most: string },
): string => {
  const number = items.length;
  if (!words && !topic && number < count) return says.most;
  if (number) return number == 1 ? says.one : says.many.replace("{}", `${number}`);
  return words ? says.none.replace("{}", () => words) : says.empty;
};

/** Which of `length` things in a row a key leads to from `at`; -1: the field above them; undefined: the key means nothing here. */
export const moved = (key: string, at: number, length: number): number | undefined => {
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: at < 0 ? undefined : 0, End: at < 0 ? undefined : length - 1 }[key];
  return to === undefined || to < -1 || to >= length ? undefined : to;
};
