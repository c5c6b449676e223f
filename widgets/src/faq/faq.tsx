/** `<div data-voc-faq>`: a visitor searches the published answers, says whether one helped, and asks what none answers. */
import type { Page, Shown } from "../client/host.ts";
import { base, isRtl } from "../core/texts.ts";
import { render } from "../view/dom.ts";
import { h } from "../view/h.ts";
import { adopt } from "../view/styles.ts";
import { type Answer, type Answers, address, LONGEST, moved, PAUSE_MS, told } from "./search.ts";
import { sheet } from "./sheet.ts";
import { en, ko } from "./words.ts";
import { type Draft, Writing } from "./writing.tsx";

const GLASS = "m21 21-4.3-4.3M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16";
const DOWN = "m6 9 6 6 6-6";

/** What this visitor did with one answer. */
interface Opinion extends Draft {
  open?: boolean;
  helped?: boolean;
}

const icon = (d: string) => <svg viewBox="0 0 24 24" aria-hidden="true"><path d={d} /></svg>;

/** Fills `target`. `data-voc-faq` names the topic to begin with, `data-voc-scheme` light or dark; with `data-voc-preview` nothing is sent. */
export const faq = (page: Page, target: HTMLElement): Pick<Shown, "close"> => {
  const { vocFaq = "", vocScheme = "auto", vocPreview } = target.dataset;
  const host = document.createElement("voc-faq");
  const root = host.attachShadow({ mode: "open" });
  const mount = root.appendChild(document.createElement("div"));
  const key = page.random();
  const known = new Map<string, Promise<Answers>>();
  const opinions = new Map<string, Opinion>();
  let topic = vocFaq;
  let words = "";
  let seen: Answers | undefined;
  /** The words and the topic of what is seen. */
  let of = ["", ""];
  let trouble = false;
  let asking: (Draft & { open?: boolean }) = { text: page.session.get<string>("faq") ?? "" };
  let timer: ReturnType<typeof setTimeout>;
  let turn = 0;

  const send = (path: string, body: object): Promise<unknown> => (vocPreview == null ? page.call(path, body) : Promise.resolve());
  const find = (selector: string) => root.querySelectorAll<HTMLElement>(selector);

  const look = async () => {
    clearTimeout(timer);
    const mine = ++turn;
    const now = [words.trim(), topic];
    const url = address(words, topic, page.speaks());
    if (!known.has(url)) known.set(url, page.call(url));
    try {
      const found: Answers = await known.get(url)!;
      if (mine != turn) return;
      seen = found;
      of = now;
      trouble = false;
    } catch {
      known.delete(url);
      if (mine != turn) return;
      trouble = true;
      addEventListener("online", look, { once: true });
    }
    paint();
  };

  const typed = (event: Event) => {
    words = (event.target as HTMLInputElement).value;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE_MS);
  };

  /** Sends a draft; what was not acknowledged stays as it was written. */
  const post = async (draft: Draft, path: string, body: object) => {
    if (draft.sending) return;
    draft.sending = true;
    draft.failed = false;
    paint();
    try {
      await send(path, body);
      draft.done = true;
    } catch {
      draft.failed = true;
    }
    draft.sending = false;
    paint();
  };

  const vote = async (entry: string, opinion: Opinion, helped: boolean) => {
    opinion.helped = helped;
    opinion.done = false;
    await post(opinion, "/faq/said", { entry, helped });
    if (!opinion.done) opinion.helped = undefined as never;
    else if (!helped) opinion.done = false;
    paint();
    find(helped ? `#h-${CSS.escape(entry)}` : `#m-${CSS.escape(entry)}`)[0]?.focus();
  };

  const miss = (entry: string, opinion: Opinion) => post(opinion, "/faq/said", { entry, text: opinion.text });

  const ask = async () => {
    const draft = asking;
    const { customer, signature } = page;
    draft.id ??= page.random();
    const more = customer ? { customer, signature } : {};
    await post(draft, "/faq/questions", { submission_id: draft.id, text: draft.text, searched: of[0]!.slice(0, LONGEST), ...more });
    if (draft.done) page.session.set("faq", undefined);
    find(draft.done ? "#asked" : "#ask textarea")[0]?.focus();
  };

  const keys = (event: KeyboardEvent) => {
    // the host's own keys are not for what is done here
    event.stopPropagation();
    const { key: pressed, target: from } = event;
    if (event.isComposing || event.keyCode == 229) return;
    const field = find("input")[0] as HTMLInputElement;
    if (pressed == "Escape" && from == field && words) {
      event.preventDefault();
      field.value = words = "";
      look();
    }
    const heads = [...find(".head")];
    const at = heads.indexOf(from as HTMLElement);
    const to = at >= 0 || from == field ? moved(pressed, at, heads.length) : undefined;
    if (to === undefined) return;
    event.preventDefault();
    (heads[to] ?? field).focus();
  };

  const paint = () => {
    const language = page.speaks();
    const speaks = base(language) == "ko" ? "ko" : "en";
    const says = speaks == "ko" ? ko : en;
    const one = ({ id, question, answer, language: tongue }: Answer) => {
      const opinion = opinions.get(id) ?? opinions.set(id, { text: "" }).get(id)!;
      const { open, helped, done } = opinion;
      const own = tongue != speaks && tongue;
      return (
        <li key={id}>
          <h3>
            <button class="head" id={`h-${id}`} aria-expanded={`${!!open}`} aria-controls={`b-${id}`} onclick={() => {
              opinion.open = !open;
              paint();
            }}>
              <span lang={own} dir="auto">{question}</span>{icon(DOWN)}
            </button>
          </h3>
          <div class="body" id={`b-${id}`} hidden={!open}>
            <p class="text" lang={own} dir="auto">{answer}</p>
            {helped === false && !done && !opinion.sending
              ? <Writing id={`m-${id}`} label={says.missing} draft={opinion} submit={() => miss(id, opinion)} send={says.send} failed={says.failed} />
              : <div class="foot">
                  <p role="status">{done ? (helped ? says.glad : says.told) : opinion.failed ? says.failed : says.helped}</p>
                  {!done && [
                    <button onclick={() => vote(id, opinion, true)} aria-describedby={`h-${id}`}>{says.yes}</button>,
                    <button onclick={() => vote(id, opinion, false)} aria-describedby={`h-${id}`}>{says.no}</button>,
                  ]}
                </div>}
          </div>
        </li>
      );
    };
    const topics = seen?.categories ?? [];
    const choose = (name: string) => () => {
      topic = name;
      words = "";
      look();
      paint();
    };
    const chip = (name: string, text: string) => (
      <button key={`t-${name}`} aria-pressed={`${!words.trim() && topic == name}`} onclick={choose(name)}>{text}</button>
    );
    const elsewhere = seen?.items[0] && seen.items[0].language != speaks;
    const nothing = of[0] && seen && !seen.items[0];
    render(
      <section class={`w ${vocScheme}`} lang={speaks} dir={isRtl(language) ? "rtl" : "ltr"} aria-labelledby="title">
        <h2 id="title">{says.title}</h2>
        <form class="find" role="search" onsubmit={(event: Event) => {
          event.preventDefault();
          look();
        }}>
          {icon(GLASS)}
          <input type="search" value={words} maxlength={LONGEST} autocomplete="off" enterkeyhint="search" dir="auto" aria-label={says.search} placeholder={says.search} oninput={typed} />
        </form>
        {topics.length > 1 && <div class="chips" role="group" aria-label={says.topics}>{chip("", says.every)}{topics.map(({ name }) => chip(name, name))}</div>}
        <p class="note" role="status">{trouble ? says.trouble : seen && told(seen, of[0]!, of[1]!, says) + (elsewhere ? ` · ${says.other}` : "")}</p>
        <ul aria-label={says.all}>{seen?.items.map(one)}</ul>
        <div class="more" id="ask">
          {asking.done
            ? <p id="asked" tabindex="-1" role="status">{says.asked}</p>
            : <div>
                <button class="head" id="open" hidden={!!nothing} aria-expanded={`${!!asking.open}`} aria-controls="form" onclick={() => {
                  asking.open = !asking.open;
                  paint();
                }}><span>{says.ask}</span>{icon(DOWN)}</button>
                <div id="form" hidden={!asking.open && !nothing}>
                  <Writing id="q" label={nothing ? says.ask : says.question} draft={asking} submit={ask} send={says.send} failed={says.failed} change={() => page.session.set("faq", asking.text || undefined)} />
                </div>
              </div>}
        </div>
        {seen && seen.count > seen.items.length && <a class="all" href={seen.url} target="_blank" rel="noopener">{says.all}</a>}
      </section>,
      mount,
    );
  };

  for (const name of ["keydown", "keypress", "keyup"]) mount.addEventListener(name, (name == "keydown" ? keys : (event: Event) => event.stopPropagation()) as EventListener);
  page.opened.set(key, Promise.resolve({
    // somebody else is here
    close: () => {
      asking = { text: "" };
      opinions.clear();
      words = "";
      topic = vocFaq;
      page.session.set("faq", undefined);
      look();
    },
    unfold: () => find("input")[0]!.focus(),
    setLanguage: look,
  }));
  adopt(root, sheet, page.nonce);
  target.append(host);
  paint();
  look();
  return {
    close: () => {
      page.opened.delete(key);
      removeEventListener("online", look);
      host.remove();
    },
  };
};
