/** What all charts share: the library, its axes, and a place that keeps its height. */

import type uPlot from "uplot";

import type { Look } from "./look.ts";

/** Vendored beside this file and loaded before it. */
export const Plot = (window as unknown as { uPlot: typeof uPlot }).uPlot;
export type Chart = uPlot;
export type Options = uPlot.Options;
export type Tell = (at: number | null) => void;

const LABEL_PX = 52;
const LEFT_PX = 46;

export const pixels = (): number => devicePixelRatio || 1;

export const counted = (count: number): string => count.toLocaleString(document.documentElement.lang || "en");

/** Options that every chart begins with. */
export function common(room: HTMLElement, look: Look, tell: Tell): Omit<Options, "series" | "axes" | "scales"> {
  return {
    width: room.clientWidth,
    height: room.clientHeight,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    hooks: { setCursor: [(chart) => tell(chart.cursor.idx ?? null)] },
  };
}

/** A vertical axis; `values` writes a number with as many decimals as tell its steps apart. */
export function upright(look: Look, values: (value: number, decimals: number) => string): uPlot.Axis {
  return {
    font: look.font,
    stroke: look.colour("ink-2"),
    size: LEFT_PX,
    gap: 4,
    space: 34,
    grid: { stroke: look.colour("line"), width: 1 },
    ticks: { show: false },
    values: (_, splits, __, ___, step) => splits.map((value) => values(value, String(step).split(".")[1]?.length ?? 0)),
  };
}

/** Labels of periods, the last one always among them, as many as fit. */
export function level(look: Look, labels: string[], lines: number): uPlot.Axis {
  return {
    font: look.font,
    stroke: look.colour("ink-2"),
    size: 8 + 16 * lines,
    gap: 4,
    grid: { show: false },
    ticks: { show: false },
    splits(chart) {
      const every = Math.max(1, Math.ceil((labels.length * LABEL_PX) / Math.max(1, chart.width - LEFT_PX)));
      return labels.map((_, at) => at).filter((at) => (labels.length - 1 - at) % every === 0);
    },
    values: (_, splits) => splits.map((at) => labels[at] ?? ""),
  };
}

/** Half a period of room on both sides. */
export const periods = (count: number): uPlot.Scale => ({ time: false, range: () => [-0.5, count - 0.5] });
