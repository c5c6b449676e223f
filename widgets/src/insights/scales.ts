/** What is drawn and how numbers stand beside it; nothing here draws. */

import type { Row } from "./rows.ts";

export type Unit = "points" | "share" | "rate" | "mean";

/** The ends of each unit's scale, and the least that an axis spans, so that noise does not look like a cliff. */
const SCALES: Record<Unit, { low: number; high: number; least: number }> = {
  points: { low: -100, high: 100, least: 40 },
  share: { low: 0, high: 1, least: 0.2 },
  rate: { low: 0, high: 1, least: 0.04 },
  mean: { low: 1, high: 7, least: 1.5 },
};

export function written(unit: Unit, value: number): string {
  if (unit === "share") return `${Math.round(value * 100)}%`;
  if (unit === "rate") return `${Math.round(value * 1000) / 10}%`;
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

/** Sums from the bottom up: the first part, the first two, and so on. */
export function piled(rows: Row[], parts: number): number[][] {
  const sums = rows.map(() => 0);
  return Array.from({ length: parts }, (_, part) => {
    rows.forEach((row, at) => (sums[at]! += row.values[part] ?? 0));
    return [...sums];
  });
}
