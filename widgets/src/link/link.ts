/**
 * The link page with JavaScript: the widget's renderer takes the place of the form.
 *
 * Runs before the page is painted. The form stays, and works, until the renderer has painted the same question; whoever
 * has touched it by then goes on with it.
 */
import { resumable } from "../client/queue.ts";
import { store } from "../client/store.ts";
import type { Entry } from "../client/wire.ts";
import { paged } from "./paged.ts";

interface Voc {
  setup(given: { projectId: string; appUrl: string; quiet: boolean }): void;
  setLanguage(code: string): void;
  show(survey: string, how: object): void;
}

/** How long a form that is about to be replaced by a later question stays unseen, in milliseconds. */
const PATIENCE_MS = 2_500;
const TOUCHES = ["pointerdown", "focusin", "input", "submit"];
const page = document.documentElement;
/** `/s/{survey}`, below whatever path the service has. */
const survey = location.pathname.split("/").pop()!;

/** Whether this device holds an answer to this survey that was begun and not finished. */
function begun(): boolean {
  const kept = store("localStorage", true);
  return kept.names("r.").some((name) => {
    const entry = kept.get<Entry>(name);
    return !!entry && entry.body.survey === survey && resumable(entry, Date.now());
  });
}

/** Shows the form, for want of anything better. */
const reveal = (): void => page.classList.remove("resuming");

function replace(place: HTMLElement, voc: Voc): void {
  const said = place.dataset;
  const form = place.querySelector(".stand-in")!;
  const target = document.createElement("div");
  let touched = false;
  for (const name of TOUCHES) form.addEventListener(name, () => (touched = true));
  target.hidden = true;
  place.append(target);
  paged(target, () => {
    if (touched) return target.remove();
    const name = document.createElement("h1");
    name.className = "unseen";
    name.textContent = said.name!;
    form.replaceWith(name);
    target.hidden = false;
    reveal();
  });
  voc.setup({ projectId: said.project!, appUrl: location.href.replace(/\/s\/.*/, ""), quiet: true });
  voc.setLanguage(said.language!);
  voc.show(survey, {
    target,
    channel: said.channel,
    placement: "page",
    prefill: JSON.parse(said.prefill!),
    hidden: JSON.parse(said.hidden!),
    source: said.source || said.channel,
    kiosk: Number(said.kiosk) || undefined,
  });
}

const resumes = !new URLSearchParams(location.search).has("kiosk") && begun();
if (resumes) {
  page.classList.add("resuming");
  setTimeout(reveal, PATIENCE_MS);
}
// w.js comes before this event, if it comes
document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector<HTMLElement>("[data-survey]");
  const voc = (window as unknown as { voc?: Voc }).voc;
  const able = place && voc && "adoptedStyleSheets" in document;
  if (able && (resumes || !place.querySelector("[data-closed]"))) replace(place, voc);
  else reveal();
});
