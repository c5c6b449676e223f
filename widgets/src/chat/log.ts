/** The lines of a conversation as elements: what is there already stays, so that screen readers hear only what is new. */
import { names, retry, tries } from "./line.ts";
import { dress, el } from "./parts.ts";
import { choices, type Choice, type Item } from "./talk.ts";
import type { Words } from "./words.ts";

type Part = Node | string;
type Row = [key: string, looks: string, parts: () => Part[]];

const LINK = /(https?:\/\/[^\s<>"']*[^\s<>"'.,:;!?)\]])/;

/** Text with its addresses as links; never markup. */
const linked = (text: string): Part[] =>
  text.split(LINK).map((part, at) => (at % 2 ? el("a", { href: part, target: "_blank", rel: "noopener" }, part) : part));

/** What is shown from the top; `language` is that of dates and times. */
export const rows = (all: readonly Item[], words: Words, language: string, hello: string, pick: (choice: Choice) => void): Row[] => {
  const made: Row[] = [["hello" + hello, "m last", () => [hello]]];
  all.forEach(({ line, kept, day, last }, at) => {
    const key = names.get(line.id) ?? line.id;
    const side = line.ours ? "" : " mine";
    const when = new Date(line.at);
    const put = (looks: string, text: string, more?: Part) => made.push([key + text, looks + side, () => (more ? [text, more] : [text])]);
    if (day) {
      const now = when.toDateString() == new Date().toDateString();
      put("day", now ? words.today : when.toLocaleDateString(language, { weekday: "long", month: "long", day: "numeric" }));
    }
    made.push([
      key, `m${side}${last ? " last" : ""}${kept ? " late" : ""}`,
      () => [el("span", { class: "u" }, `${line.ours ? words.us : words.you}: `), ...linked(line.text)],
    ]);
    if (kept?.refused) put("at", `${words.refused} · `, el("button", { onclick: () => retry(kept) }, words.again));
    else if (last && kept) put("at", tries ? words.waits : words.sending);
    else if (last) {
      const time = when.toLocaleTimeString(language, { timeStyle: "short" });
      put("at", all[at + 1] || line.ours ? time : `${time} · ${words.sent}`);
    }
  });
  const offered = choices(all);
  if (offered[0]) {
    made.push([
      `picks${all.length}`, "picks",
      () => offered.map((each) => el("button", { onclick: () => pick(each) }, each.label)),
    ]);
  }
  return made;
};

const there = new Map<string, Element>();

/** Makes `log` show the rows, changing as little as possible. */
export const fill = (log: Element, wanted: Row[]): void => {
  const now = new Map(wanted.map(([key, looks, parts]) => {
    const element = there.get(key) ?? el("p", { dir: "auto" }, ...parts());
    dress(element, { class: looks });
    return [key, element];
  }));
  there.forEach((element, key) => now.get(key) || element.remove());
  there.clear();
  let at = 0;
  now.forEach((element, key) => {
    there.set(key, element);
    const place = log.children[at++];
    if (place != element) log.insertBefore(element, place ?? null);
  });
};
