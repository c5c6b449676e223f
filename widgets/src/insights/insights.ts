/** Charts of the dashboard, drawn from the tables beside them. Without this the tables show. */

import { columns } from "./columns.ts";
import { line } from "./line.ts";
import { type Look, lookOf } from "./look.ts";
import type { Chart, Tell } from "./plot.ts";
import { quadrant } from "./quadrant.ts";
import { byKeys, reader } from "./reading.ts";
import { type Row, rowsOf } from "./rows.ts";
import type { Unit } from "./scales.ts";

type Redraw = () => void;

function made(figure: HTMLElement, room: HTMLElement, rows: Row[], look: Look, tell: Tell): Chart | null {
  const { dataset } = figure;
  switch (dataset["chart"]) {
    case "line":
      return line(room, rows, dataset["unit"] as Unit, look, tell);
    case "columns":
      return columns(room, rows, (dataset["colours"] ?? "").split(" "), look, tell);
    case "quadrant": {
      const middle: [number, number] = [Number(dataset["middleAcross"]), Number(dataset["middleUp"])];
      const readout = figure.querySelector<HTMLElement>(".readout");
      const say = (text: string) => readout && (readout.textContent = text);
      return quadrant(room, { rows, reach: dataset["across"] === "reach", middle }, look, say);
    }
    default:
      return null;
  }
}

/** Draws a figure; returns how to draw it again, in whatever colours the page then has. */
function drawn(figure: HTMLElement, room: HTMLElement): Redraw {
  const periods = figure.dataset["chart"] !== "quadrant";
  const rows = periods ? rowsOf(figure).reverse() : rowsOf(figure);
  const tell = reader(figure, rows);
  let chart: Chart | null = null;
  const redraw = () => {
    chart?.destroy();
    chart = made(figure, room, rows, lookOf(figure), tell);
    if (periods) tell(null);
  };
  redraw();
  if (periods) byKeys(room, rows, () => chart!);
  new ResizeObserver(() => {
    if (chart && room.clientWidth && room.clientWidth !== chart.width) chart.setSize({ width: room.clientWidth, height: room.clientHeight });
  }).observe(room);
  return redraw;
}

const redraws: Redraw[] = [];
for (const figure of document.querySelectorAll<HTMLElement>("figure[data-chart]")) {
  const room = figure.querySelector<HTMLElement>(".room");
  if (room && figure.querySelector("tr[data-values]")) redraws.push(drawn(figure, room));
}
const again = () => redraws.forEach((redraw) => redraw());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
void document.fonts.ready.then(again);

for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-table]")) {
  button.addEventListener("click", () => {
    const table = document.getElementById(button.getAttribute("aria-controls") ?? "");
    const open = table?.classList.toggle("open") ?? false;
    button.setAttribute("aria-expanded", String(open));
  });
}
