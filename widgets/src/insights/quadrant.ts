/** Themes by their effect and how they are felt or how many speak of them; each point is a link to its item. */

import type { Look } from "./look.ts";
import { type Chart, Plot, common, pixels, upright } from "./plot.ts";
import type { Row } from "./rows.ts";

const POINT_PX = 11;
const EDGE = 0.08;

export type Drawing = {
  rows: Row[];
  /** Whether the horizontal axis is a share. */
  reach: boolean;
  /** Where the lines run that part the quadrants: across, up. */
  middle: [number, number];
};

/** The range that holds values and intervals, with some room. */
function range(values: (number | null | undefined)[]): [number, number] {
  const all = values.filter((value) => value != null);
  const low = Math.min(...all);
  const high = Math.max(...all);
  const room = (high - low || 1) * EDGE;
  return [low - room, high + room];
}

export function quadrant(room: HTMLElement, { rows, reach, middle }: Drawing, look: Look, tell: (text: string) => void): Chart {
  const sorted = [...rows].sort((one, other) => (one.values[0] ?? 0) - (other.values[0] ?? 0));
  const [across, up] = [range(rows.flatMap((row) => row.values.slice(0, 3))), range(rows.flatMap((row) => [...row.values.slice(3), 0]))];
  const made = common(room, look, () => undefined);
  return new Plot(
    {
      ...made,
      cursor: { show: false },
      hooks: {
        draw: [(chart) => draw(chart, sorted, middle, look)],
        ready: [(chart) => links(chart, sorted, tell)],
        setSize: [(chart) => links(chart, sorted, tell)],
      },
      scales: { x: { time: false, range: () => across }, y: { range: () => up } },
      axes: [
        {
          ...upright(look, (value, decimals) => (reach ? `${(value * 100).toFixed(Math.max(0, decimals - 2))}%` : signed(value, decimals))),
          size: 24,
          space: 64,
        },
        upright(look, signed),
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
    },
    [sorted.map((row) => row.values[0] ?? 0), sorted.map((row) => row.values[3] ?? 0)],
    room,
  );
}

function signed(value: number, decimals: number): string {
  const size = Math.abs(value).toFixed(decimals);
  return Number(size) === 0 ? "0" : `${value < 0 ? "−" : "+"}${size}`;
}

function draw(chart: Chart, rows: Row[], middle: [number, number], look: Look): void {
  const { ctx: pen, bbox } = chart;
  const size = pixels();
  const x = (value: number) => chart.valToPos(value, "x", true);
  const y = (value: number) => chart.valToPos(value, "y", true);
  pen.save();
  pen.strokeStyle = look.colour("line-strong");
  pen.lineWidth = size;
  pen.setLineDash([4 * size, 4 * size]);
  stroke(pen, x(middle[0]), bbox.top, x(middle[0]), bbox.top + bbox.height);
  stroke(pen, bbox.left, y(middle[1]), bbox.left + bbox.width, y(middle[1]));
  for (const row of rows) whiskers(pen, row, x, y, look, size);
  for (const row of rows) point(pen, row, x, y, look, size);
  pen.restore();
}

type Place = (value: number) => number;

function whiskers(pen: CanvasRenderingContext2D, row: Row, x: Place, y: Place, look: Look, size: number): void {
  const [across, left, right, up, low, high] = row.values;
  pen.strokeStyle = look.colour(row.unsure ? "data-soft" : "data");
  pen.lineWidth = 1.5 * size;
  pen.setLineDash(row.unsure ? [3 * size, 3 * size] : []);
  if (low != null && high != null) stroke(pen, x(across ?? 0), y(low), x(across ?? 0), y(high));
  if (left != null && right != null) stroke(pen, x(left), y(up ?? 0), x(right), y(up ?? 0));
}

function point(pen: CanvasRenderingContext2D, row: Row, x: Place, y: Place, look: Look, size: number): void {
  const [across, , , up] = row.values;
  const [left, top] = [x(across ?? 0), y(up ?? 0)];
  pen.setLineDash(row.unsure ? [3 * size, 2 * size] : []);
  pen.beginPath();
  pen.arc(left, top, POINT_PX * size, 0, 2 * Math.PI);
  pen.fillStyle = look.colour(row.unsure ? "surface" : "data");
  pen.fill();
  pen.strokeStyle = look.colour(row.unsure ? "ink-2" : "surface");
  pen.stroke();
  pen.font = `600 ${11 * size}px ${look.font.slice(look.font.indexOf(" ") + 1)}`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.fillStyle = look.colour(row.unsure ? "ink" : "surface");
  pen.fillText(row.short, left, top + 0.5 * size);
}

function stroke(pen: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  pen.beginPath();
  pen.moveTo(fromX, fromY);
  pen.lineTo(toX, toY);
  pen.stroke();
}

/** A link over each point, in the order of the ranking, so that the keyboard goes through them as the list does. */
function links(chart: Chart, rows: Row[], tell: (text: string) => void): void {
  const made = [...rows].sort((one, other) => Number(one.short) - Number(other.short)).map((row) => {
    const link = document.createElement("a");
    link.className = "point";
    link.href = row.href;
    link.setAttribute("aria-label", row.says);
    link.style.left = `${chart.valToPos(row.values[0] ?? 0, "x")}px`;
    link.style.top = `${chart.valToPos(row.values[3] ?? 0, "y")}px`;
    for (const event of ["focus", "pointerenter"]) link.addEventListener(event, () => tell(row.says));
    return link;
  });
  chart.over.replaceChildren(...made);
}
