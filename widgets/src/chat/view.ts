/** What is seen of the chat: the button with the number of new answers, and the panel, a dialog that does not hold the
 * focus, so that the page stays usable beside it. */
import { base, inLanguage, isRtl } from "../core/texts.ts";
import { heard, lines, mine, news, open, page, tries, write } from "./line.ts";
import { fill, rows } from "./log.ts";
import { adopt, dress, el, icon, say } from "./parts.ts";
import { sheet } from "./sheet.ts";
import { items } from "./talk.ts";
import { en, ko } from "./words.ts";

const SPEECH = "M7.9 20A9 9 0 1 0 4 16.1L2 22Z";
const CROSS = "M18 6 6 18M6 6l12 12";
const ARROW = "m5 12 7-7 7 7M12 19V5";

export interface View {
  paint(): void;
  /** Puts the focus where the person writes; on a phone that would bring up the keyboard, so on the title. Closed, the
   * panel gives it back. */
  enter(): void;
}

/** Surveys over the page that show such a thing. */
const surveys = (selector: string) =>
  [...document.querySelectorAll<HTMLElement>("body>voc-survey")].filter(({ shadowRoot }) => shadowRoot?.querySelector(selector));

export const view = (toggle: () => void): View => {
  const host = document.createElement("voc-chat");
  const root = host.attachShadow({ mode: "open" });
  let before: HTMLElement | null;
  let visitor: string;

  const count = el("span", { class: "n" });
  const door = el("button", { onclick: toggle }, icon(SPEECH), count);
  const title = el("h2", { id: "t", tabindex: -1 });
  const cross = el("button", { class: "x", onclick: toggle }, icon(CROSS));
  const said = el("div", {});
  // its scrolling begins at the end, so that whoever is there stays there
  const log = el("div", { class: "log", role: "log", tabindex: 0, "aria-labelledby": "t" }, said);
  const note = el("p", { class: "note", role: "status" });
  const field = el<HTMLTextAreaElement>("textarea", { rows: 1, maxlength: 5000, enterkeyhint: "send", dir: "auto" });
  const go = el("button", { class: "go" }, icon(ARROW));
  const form = el<HTMLFormElement>("form", {}, field, go);
  const dialog = el("dialog", { class: "c", open: "", hidden: "", "aria-labelledby": "t" }, el("header", {}, title, cross), log, note, form);
  const box = el("div", {}, door, dialog);

  const enter = () => (matchMedia("(pointer:fine)").matches ? field : title).focus();
  const send = (text: string, choice?: string) => {
    log.scrollTop = 0;
    write(text, choice);
    enter();
  };
  const typed = () => {
    page.session.set("chat", field.value);
    field.style.height = "";
    field.style.height = `${field.scrollHeight + 2}px`;
  };
  field.oninput = typed;
  form.onsubmit = (event) => {
    event.preventDefault();
    const text = field.value.trim();
    field.value = "";
    typed();
    if (text) send(text);
    field.focus();
  };
  const key = (event: KeyboardEvent) => {
    // a syllable that is not finished is not a message
    if (event.isComposing || event.keyCode == 229 || event.defaultPrevented || !open) return;
    if (event.key == "Escape") toggle();
    if (event.key == "Enter" && !event.shiftKey && event.target == field) {
      event.preventDefault();
      form.requestSubmit();
    }
  };
  // the host's own keys are not for what is typed here
  for (const name of ["keydown", "keypress", "keyup"]) dialog.addEventListener(name, (event) => event.stopPropagation());
  dialog.addEventListener("keydown", key);
  document.addEventListener("keydown", (event) => document.activeElement == document.body && key(event));

  const paint = () => {
    const language = page.speaks();
    const speaks = base(language) == "ko" ? "ko" : "en";
    const words = speaks == "ko" ? ko : en;
    const greeting = page.config?.chat?.greeting;
    const number = news().length;
    if (open && dialog.hidden) before = document.activeElement as HTMLElement | null;
    dress(box, { class: "w", lang: speaks, dir: isRtl(language) ? "rtl" : "ltr" });
    // a survey that comes takes the corner, and gives it back
    dress(door, {
      class: surveys(".fold[class*=bottom]:not([hidden])")[0] ? "door up" : "door",
      "aria-label": number ? `${words.chat}, ${words.fresh} ${number}` : words.chat,
      hidden: open || !page.config?.chat || surveys("dialog:not(.tab)")[0] ? "" : null,
    });
    say(count, number ? `${number}` : "");
    const held = !open && dialog.contains(root.activeElement);
    dress(dialog, { hidden: open ? null : "" });
    if (held) (before == host ? door : before)?.focus();
    for (const each of surveys(".popover,.tab")) each.style.display = open ? "none" : "";
    if (visitor != page.visitor) {
      visitor = page.visitor;
      field.value = page.session.get("chat") ?? "";
    }
    if (!open) return;
    say(title, words.title);
    say(note, tries > 1 ? words.trouble : "");
    dress(cross, { "aria-label": words.close });
    dress(field, { "aria-label": words.write, placeholder: words.write });
    dress(go, { "aria-label": words.send });
    fill(said, rows(items(lines, mine()), words, base(language) == speaks ? language : speaks,
      inLanguage(greeting, language) || words.hello, ({ label, value }) => send(label, value)));
    // what was said before is not news
    if (heard) dress(log, { "aria-live": "polite" });
  };

  adopt(root, sheet, page.nonce);
  root.append(box);
  document.body.append(host);
  const watcher = new MutationObserver(() => {
    for (const { shadowRoot } of surveys("*")) watcher.observe(shadowRoot!, { childList: true, subtree: true });
    paint();
  });
  watcher.observe(document.body, { childList: true });
  // a keyboard that comes up takes its part of the window
  visualViewport?.addEventListener("resize", () => box.style.setProperty("--h", `${visualViewport!.height}px`));

  return { paint, enter };
};
