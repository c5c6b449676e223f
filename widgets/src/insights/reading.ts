/** Reading a chart point by point: what is under the mouse or finger, or where the arrow keys are. */

import type { Chart, Tell } from "./plot.ts";
import type { Row } from "./rows.ts";

/** Says a row in words above the chart; the latest one where nobody points at any. */
export function reader(figure: HTMLElement, rows: Row[]): Tell {
  const readout = figure.querySelector<HTMLElement>(".readout");
  const latest = rows.reduce((found, row, at) => (row.values.some((value) => value) ? at : found), 0);
  return (at) => {
    if (readout) readout.textContent = rows[at ?? latest]?.says ?? "";
  };
}

/** Where arrow keys lead from `at`; null: nowhere. */
export function moved(key: string, at: number, last: number): number | null {
  switch (key) {
    case "ArrowLeft":
    case "ArrowDown":
      return Math.max(0, at - 1);
    case "ArrowRight":
    case "ArrowUp":
      return Math.min(last, at + 1);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** Lets the arrow keys go through the periods, as a slider that says each one. */
export function byKeys(room: HTMLElement, rows: Row[], chart: () => Chart): void {
  let at = rows.length - 1;
  const say = () => {
    room.setAttribute("aria-valuenow", String(at));
    room.setAttribute("aria-valuetext", rows[at]?.says ?? "");
  };
  const point = () => chart().setCursor({ left: chart().valToPos(at, "x"), top: 1 });
  room.setAttribute("role", "slider");
  room.setAttribute("aria-valuemin", "0");
  room.setAttribute("aria-valuemax", String(rows.length - 1));
  room.tabIndex = 0;
  say();
  room.addEventListener("keydown", (event) => {
    const to = moved(event.key, at, rows.length - 1);
    if (to === null || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    at = to;
    say();
    point();
  });
  room.addEventListener("focus", () => room.matches(":focus-visible") && point());
  room.addEventListener("blur", () => chart().setCursor({ left: -10, top: -10 }));
}
