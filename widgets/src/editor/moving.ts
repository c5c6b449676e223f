/** Cards change places by dragging the grip, or by the arrow keys on it. */

import { place } from "./order.ts";

export function wireMoving(bench: HTMLElement, press: (command: string) => void): void {
  bench.addEventListener("keydown", (event) => {
    const grip = gripOf(event.target);
    const card = grip?.closest<HTMLElement>(".qcard");
    if (!grip || !card || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const list = card.parentElement!;
    const cards = [...list.children];
    const from = cards.indexOf(card);
    const to = from + (event.key === "ArrowUp" ? -1 : 1);
    if (to >= 0 && to < cards.length) press(`place:${kindOf(list)}:${card.dataset["id"]}:${to}`);
  });

  bench.addEventListener("pointerdown", (event) => {
    const grip = gripOf(event.target);
    const card = grip?.closest<HTMLElement>(".qcard");
    if (!grip || !card || event.button !== 0) return;
    event.preventDefault();
    grip.focus();
    drag(card, event.pointerId, press);
  });
}

/** Listens on the document: a card that changes places in it loses a captured pointer. */
function drag(card: HTMLElement, pointer: number, press: (command: string) => void): void {
  const list = card.parentElement!;
  const before = [...list.children].indexOf(card);
  card.classList.add("dragged");

  function move(event: PointerEvent): void {
    if (event.pointerId !== pointer) return;
    const others = [...list.children].filter((each) => each !== card);
    const middles = others.map((each) => {
      const box = each.getBoundingClientRect();
      return box.top + box.height / 2;
    });
    list.insertBefore(card, others[place(middles, event.clientY)] ?? null);
  }
  function end(event: PointerEvent): void {
    if (event.pointerId !== pointer) return;
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
    card.classList.remove("dragged");
    const after = [...list.children].indexOf(card);
    if (event.type === "pointercancel") list.insertBefore(card, list.children[before + (after < before ? 1 : 0)] ?? null);
    else if (after !== before) press(`place:${kindOf(list)}:${card.dataset["id"]}:${after}`);
  }
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
}

function gripOf(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>("[data-grip]") : null;
}

function kindOf(list: Element): string {
  return (list as HTMLElement).dataset["sortable"] ?? "questions";
}
