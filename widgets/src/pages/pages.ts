/** Keys, the side panel and menus. Every page works without this; with it, hands stay on the keyboard. */

import { intent } from "./keys.ts";
import { wirePanel } from "./panel.ts";
import { box, selectTo, wireSelecting } from "./selecting.ts";
import { press } from "./shortcuts.ts";
import { localise } from "./times.ts";
import { guard } from "./trusted.ts";

guard();

const rows = () => [...document.querySelectorAll<HTMLElement>("[data-row]")];
const link = (row: HTMLElement) => row.querySelector<HTMLAnchorElement>("a[data-open]");
const help = () => document.querySelector<HTMLDialogElement>("#keys");

/** Ticking a row is no typing: the next key means the list. */
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([data-select]), textarea, select, [contenteditable]");
}

/** Enter belongs to whatever has the focus, unless that is the page or a row's own link. */
function busy(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("a:not([data-open]), button, summary, input, dialog *");
}

function current(all: HTMLElement[]): number {
  return all.findIndex((row) => row.hasAttribute("data-current"));
}

function move(all: HTMLElement[], to: number): void {
  for (const row of all) row.removeAttribute("data-current");
  const row = all[to];
  if (!row) return;
  row.setAttribute("data-current", "");
  link(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function leave(): boolean {
  const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
    return true;
  }
  const cancel = document.activeElement?.closest("[data-row]")?.querySelector<HTMLElement>("[data-cancel]");
  if (cancel) {
    cancel.click();
    return true;
  }
  if (typing(document.activeElement)) {
    (document.activeElement as HTMLElement).blur();
    return true;
  }
  return panel.close();
}

const panel = wirePanel();
wireSelecting(rows);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || help()?.open) return;
  const all = rows();
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  const wish = intent({ key: event.key, modified }, { rows: all.length, at: current(all), typing: typing(event.target) });
  if (!wish || (wish.kind === "open" && busy(event.target))) return;
  switch (wish.kind) {
    case "move":
      move(all, wish.to);
      break;
    case "open": {
      const row = all[wish.at];
      if (row) link(row)?.click();
      break;
    }
    case "select": {
      const row = all[wish.at];
      if (row) box(row)?.click();
      break;
    }
    case "range":
      selectTo(all, wish.to);
      break;
    case "press":
      if (!press(wish.key, all[current(all)])) return;
      break;
    case "search": {
      const field = document.querySelector<HTMLInputElement>("input[type=search]");
      if (!field) return;
      field.focus();
      field.select();
      break;
    }
    case "help":
      help()?.showModal();
      break;
    case "leave":
      if (!leave()) return;
  }
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target : null;
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!target || !menu.contains(target)) menu.open = false;
  }
  if (target?.closest("[data-help]")) help()?.showModal();
  const row = target?.closest<HTMLElement>("[data-row]");
  if (row) {
    for (const each of rows()) each.toggleAttribute("data-current", each === row);
  }
});

/** A menu that would leave the page on the right opens to the left, else the whole page could be pushed sideways. */
document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!(menu instanceof HTMLDetailsElement) || !menu.matches(".menu")) return;
    menu.classList.remove("turned");
    const options = menu.querySelector(".options")?.getBoundingClientRect();
    menu.classList.toggle("turned", menu.open && !!options && options.right > document.documentElement.clientWidth);
  },
  true, // it does not bubble
);

/** Searching changes the rows only; the chips beside the field must still carry what was typed. */
function typed(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(".tools input[type=search]");
}
document.addEventListener(
  "click",
  (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(".tools a[href]") : null;
    const field = typed();
    if (!link || !field) return;
    const url = new URL(link.href);
    if (field.value) url.searchParams.set("q", field.value);
    else url.searchParams.delete("q");
    link.href = url.href;
  },
  true,
);
document.addEventListener("formdata", (event) => {
  const field = typed();
  if (field && event.target instanceof Element && event.target.closest(".options")) event.formData.set("q", field.value);
});

localise(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof Element) localise(event.target.parentElement ?? event.target);
  keepCurrent();
});

/** A row that was drawn again while the panel shows it is still the current one. */
function keepCurrent(): void {
  const all = rows();
  if (document.querySelector("#panel:not([hidden])") && current(all) < 0) {
    all.find((row) => link(row)?.pathname === location.pathname)?.setAttribute("data-current", "");
  }
  // one that was corrected where it stands keeps the keys
  if (current(all) < 0) document.activeElement?.closest("[data-row]")?.setAttribute("data-current", "");
}

/** A row of tabs may be wider than a phone: it starts where its current tab is. */
const tab = document.querySelector<HTMLElement>(".tabs [aria-current]");
const tabs = tab?.parentElement;
if (tab && tabs) {
  const beyond = tab.getBoundingClientRect().left - tabs.getBoundingClientRect().left;
  tabs.scrollLeft += beyond - (tabs.clientWidth - tab.offsetWidth) / 2;
}

/** The help names a key only where it does something. */
for (const each of document.querySelectorAll<HTMLElement>("[data-for-selecting]")) {
  each.hidden = !document.querySelector("input[data-select]");
}
for (const each of document.querySelectorAll<HTMLElement>("[data-for-key]")) {
  each.hidden = !document.querySelector(`[data-key="${each.dataset.forKey}"], [data-row-key="${each.dataset.forKey}"]`);
}

document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button instanceof HTMLButtonElement && !event.defaultPrevented) button.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[aria-busy]")) button.removeAttribute("aria-busy");
});

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || field.type !== "file") return;
  const shown = field.closest(".drop")?.querySelector<HTMLElement>("[data-file-name]");
  const file = field.files?.[0];
  if (shown && file) shown.textContent = file.name;
});
