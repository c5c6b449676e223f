/** A metric over time: a line through the estimates, a band for their intervals; hollow where few answered. */

import type { Look } from "./look.ts";
import { type Chart, Plot, type Tell, common, counted, level, periods, pixels, upright } from "./plot.ts";
import type { Row } from "./rows.ts";

export type Unit = "points" | "share" | "mean";

/** The ends of each unit's scale, and the least that an axis spans, so that noise does not look like a cliff. */
const SCALES: Record<Unit, { low: number; high: number; least: number }> = {
  points: { low: -100, high: 100, least: 40 },
  share: { low: 0, high: 1, least: 0.2 },
  mean: { low: 1, high: 7, least: 1.5 },
};

const POINT_PX = 3.5;

export function written(unit: Unit, value: number): string {
  if (unit === "share") return `${Math.round(value * 100)}%`;
  if (unit === "mean") return value.toFixed(1);
  return value > 0 ? `+${value}` : value < 0 ? `−${-value}` : "0";
}

/** The ends of the axis. */
export function ends(rows: Row[], unit: Unit): [number, number] {
  const { low, high, least } = SCALES[unit];
  const all = rows.flatMap((row) => row.values).filter((value) => value !== null);
  if (!all.length) return [low, high];
  const bottom = Math.min(...all);
  const top = Math.max(...all);
  const room = Math.max((top - bottom) * 0.08, (least - (top - bottom)) / 2, 0);
  return [Math.max(low, bottom - room), Math.min(high, top + room)];
}

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
