/** Whole numbers in a row: what NPS and the other scales share. */
import { h, type Child } from "../view/h.ts";
import type { Asking } from "./question.ts";

/** Radio buttons, so that arrow keys move and screen readers count. `look` draws a step, which is otherwise its number. */
export function scale(
  asking: Asking<any>,
  low: number,
  high: number,
  name = "",
  look?: (step: number) => Child,
): Child {
  const { question, value, change, text, words } = asking;
  const ends: Record<number, string | undefined> = {
    [low]: text(question.low) || words.low,
    [high]: text(question.high) || words.high,
  };
  const steps = Array.from({ length: high - low + 1 }, (_, at) => low + at);
  return [
    <div class={`row n${steps.length} ${name}`}>
      {steps.map((step) => (
        <label class={`pick ${step <= value ? "on" : ""}`}>
          <input
            type="radio"
            name="a"
            aria-label={ends[step] ? `${step} ${ends[step]}` : step}
            checked={value === step}
            onclick={() => change(step, true)}
          />
          <span>{look ? look(step) : step}</span>
        </label>
      ))}
    </div>,
    <p class="ends" aria-hidden="true">
      <span>{ends[low]}</span>
      <span>{ends[high]}</span>
    </p>,
  ];
}
