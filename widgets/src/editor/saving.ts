/** Posts the form by HTMX a moment after the last key, one request after the other, and says whether all is saved. */

import { choose, chosen, forget } from "./pictures.ts";

const PAUSE_MS = 600;
/** Answers that still bring something to show: what was refused, and why. */
const SHOWN = [400, 404, 409, 413, 415, 422];

interface Request {
  triggeringEvent?: Event;
  parameters: Record<string, unknown>;
}
interface Reply {
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
  isError: boolean;
}

export interface Saving {
  /** Do what a button with this value would do. */
  press(command: string): void;
}

const work = () => document.querySelector<HTMLFormElement>("#work");

export function wireSaving(saved: () => void): Saving {
  let typed = 0;
  let sent = 0;
  let waiting: number | undefined;
  let last = "";
  let carried: File[] = [];

  function say(state: "saved" | "unsaved" | "saving" | "offline"): void {
    const place = document.querySelector<HTMLElement>("#saved");
    if (!place) return;
    place.textContent = place.dataset[state] ?? "";
    place.dataset["state"] = state;
  }

  function save(): void {
    window.clearTimeout(waiting);
    work()?.dispatchEvent(new Event("save"));
  }

  function soon(ms: number): void {
    typed += 1;
    say("unsaved");
    window.clearTimeout(waiting);
    waiting = window.setTimeout(save, ms);
  }

  function press(command: string): void {
    const form = work();
    if (!form) return;
    const button = document.createElement("button");
    button.name = "do";
    button.value = command;
    button.hidden = true;
    form.append(button);
    form.requestSubmit(button);
    button.remove();
  }

  const mine = (target: EventTarget | null): target is Element => target instanceof Element && !!target.closest("#work");

  const file = (target: Element): target is HTMLInputElement => target.matches("input[type=file]");

  document.addEventListener("input", (event) => {
    if (mine(event.target) && !file(event.target)) soon(PAUSE_MS);
  });
  document.addEventListener("change", (event) => {
    if (!mine(event.target)) return;
    // Another subject or verb needs other fields beside it: the card comes back whole.
    if (event.target.matches("[data-reshape]")) press(`open:${work()?.querySelector<HTMLInputElement>("[name=part]")?.value ?? ""}`);
    else if (file(event.target)) void choose(event.target).then(() => soon(50));
    else soon(50);
  });
  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || !(field instanceof HTMLInputElement) || !mine(field)) return;
    event.preventDefault();
    field.closest(".items")?.querySelector<HTMLButtonElement>("button[value^=item_add]")?.click();
  });

  // HTMX would send the button that has the focus; only the one that was pressed counts.
  document.addEventListener("htmx:configRequest", (event) => {
    if (!mine(event.target)) return;
    const request = (event as CustomEvent<Request>).detail;
    const cause = request.triggeringEvent;
    const button = cause instanceof SubmitEvent ? cause.submitter : null;
    last = button instanceof HTMLButtonElement ? button.value : "";
    request.parameters["do"] = last;
    window.clearTimeout(waiting);
    sent = typed;
    carried = chosen(work());
    say("saving");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const reply = (event as CustomEvent<Reply>).detail;
    if (!mine(event.target) && (event.target as Element).id !== "editor") return;
    if (!SHOWN.includes(reply.xhr.status)) return;
    reply.shouldSwap = true;
    reply.isError = false;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const reply = (event as CustomEvent<Reply>).detail;
    if (!reply.xhr.responseURL.includes("/edit") && reply.xhr.status) return;
    if (reply.xhr.status) forget(work(), carried);
    // who chose a picture looks at the choice, and why it was refused stands above
    if (reply.xhr.status >= 400 && carried.length) document.querySelector("#notice")?.scrollIntoView({ block: "center" });
    if (reply.xhr.status >= 200 && reply.xhr.status < 300) {
      say(typed === sent ? "saved" : "unsaved");
      if (typed === sent) typed = sent = 0;
      saved();
    } else say(reply.xhr.status ? "unsaved" : "offline");
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if ((event.target as Element).id !== "editor") return;
    arrive(last);
    last = "";
  });

  window.addEventListener("pagehide", () => {
    const form = work();
    if (typed === sent || !form) return;
    const body = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
    void fetch(form.action, { method: "POST", body, keepalive: true, redirect: "manual" });
  });
  return { press };
}

/** Puts the focus where the author goes on after a press. */
function arrive(command: string): void {
  const words = command.split(":");
  const name = words[0];
  const focus = (selector: string) => document.querySelector<HTMLElement>(selector)?.focus();
  if (name === "add" || name === "copy" || name === "add_ending") focus(".qcard.open .qbody .input");
  if (name === "item_add") {
    const texts = document.querySelectorAll<HTMLInputElement>(`input[name="${words[1]}.text"]`);
    texts[texts.length - 1]?.select();
  }
  if (name?.endsWith("remove")) focus("#notice button");
  if (name === "add" || name === "copy" || name === "open") document.querySelector(".qcard.open")?.scrollIntoView({ block: "nearest" });
}
