/** A day as YYYY-MM-DD; the bounds count as inside. */
import { line, sheet, words } from "./lines.tsx";
import type { Kind, Of } from "./question.ts";

/** Whether it is a day that the calendar has. */
function isDay(day: unknown): day is string {
  if (typeof day !== "string" || !/^\d{4}-\d\d-\d\d$/.test(day) || day < "0001") return false;
  const [year, month, of] = day.split("-").map(Number) as [number, number, number];
  const read = new Date(Date.UTC(2000, month - 1, of));
  read.setUTCFullYear(year, month - 1, of);
  return read.getUTCMonth() === month - 1 && read.getUTCDate() === of;
}

export const date: Kind<Of<"date">> = {
  type: "date",
  words,
  sheet,
  validate({ earliest, latest }, answer) {
    const day = typeof answer === "string" ? answer.trim() : answer;
    if (!isDay(day)) return "date";
    if (earliest && day < earliest) return `earliest:${earliest}`;
    return latest && day > latest ? `latest:${latest}` : null;
  },
  Component: (asking) => line(asking, { type: "date", min: asking.question.earliest, max: asking.question.latest }),
};
