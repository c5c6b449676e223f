/** A metric over time: a line through the estimates, a band for their intervals; hollow where few answered. */

import type { Look } from "./look.ts";
import { type Chart, Plot, type Tell, common, counted, level, periods, pixels, upright } from "./plot.ts";
import type { Row } from "./rows.ts";
import { type Unit, ends, written } from "./scales.ts";

const POINT_PX = 3.5;

export function line(room: HTMLElement, rows: Row[], unit: Unit, look: Look, tell: Tell): Chart {
  const column = (place: number) => rows.map((row) => row.values[place] ?? null);
  const made = common(room, look, tell);
  const range = ends(rows, unit);
  return new Plot(
    {
      ...made,
      hooks: { ...made.hooks, draw: [(chart) => points(chart, rows, look)] },
      scales: { x: periods(rows.length), y: { range: () => range } },
      axes: [
        level(look, rows.map((row) => `${row.short}\nn ${counted(row.n)}`), 2),
        upright(look, (value) => written(unit, value)),
      ],
      series: [
        {},
        { points: { show: false } },
        { points: { show: false } },
        { stroke: look.colour("data"), width: 2, points: { show: false } },
      ],
      bands: [{ series: [2, 1], fill: look.colour("band") }],
    },
    [rows.map((_, at) => at), column(1), column(2), column(0)],
    room,
  );
}

/** A point per period; the whisker shows the interval where no band can: beside periods without answers. */
function points(chart: Chart, rows: Row[], look: Look): void {
  const { ctx: pen } = chart;
  const size = pixels();
  const alone = (at: number) => rows[at - 1]?.values[1] == null && rows[at + 1]?.values[1] == null;
  pen.save();
  pen.strokeStyle = look.colour("data");
  rows.forEach((row, at) => {
    const [value, low, high] = row.values;
    if (value == null) return;
    const x = chart.valToPos(at, "x", true);
    const place = (each: number) => chart.valToPos(each, "y", true);
    if (low != null && high != null && alone(at)) {
      pen.lineWidth = 1.5 * size;
      pen.beginPath();
      pen.moveTo(x, place(low));
      pen.lineTo(x, place(high));
      pen.stroke();
    }
    pen.beginPath();
    pen.arc(x, place(value), POINT_PX * size, 0, 2 * Math.PI);
    pen.fillStyle = look.colour(row.unsure ? "surface" : "data");
    pen.fill();
    pen.lineWidth = 2 * size;
    pen.stroke();
  });
  pen.restore();
}
