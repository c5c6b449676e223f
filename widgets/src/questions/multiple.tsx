/** Several of several choices. */
import { h } from "../view/h.ts";
import { amount, checkOne, hint, OTHER, Option, ordered, OtherField, picked, sheet, words } from "./choices.tsx";
import type { Kind, Of } from "./question.ts";

export const multiple: Kind<Of<"multiple">> = {
  type: "multiple",
  group: true,
  words,
  sheet,
  validate(question, answer) {
    if (!Array.isArray(answer)) return "unknown";
    for (const one of answer) {
      const problem = checkOne(question, one);
      if (problem) return problem;
    }
    return new Set(answer.map(picked)).size < answer.length ? "unknown" : amount(question, answer.length);
  },
  Component: (asking) => {
    const { question, change, text, own } = asking;
    const value: unknown[] = asking.value ?? [];
    const has = (id: string): boolean => value.some((one) => picked(one) === id);
    const without = (id: string): unknown[] => value.filter((one) => picked(one) !== id);
    const toggle = (id: string, one: unknown): void => change(has(id) ? without(id) : [...value, one]);
    const said = (value.find((one) => typeof one === "object") as { other: string } | undefined)?.other ?? "";
    return (
      <div class="options">
        {hint(question, asking.words)}
        {ordered(question, own).map(({ id, text: label }) => (
          <Option type="checkbox" checked={has(id)} pick={() => toggle(id, id)}>
            {text(label)}
          </Option>
        ))}
        {question.other && (
          <Option type="checkbox" checked={has(OTHER)} pick={() => toggle(OTHER, { other: own.other ?? "" })}>
            {asking.words.other}
          </Option>
        )}
        {question.other && has(OTHER) && (
          <OtherField
            asking={asking}
            said={said}
            write={(other) => change([...without(OTHER), { other: (own.other = other) }])}
          />
        )}
      </div>
    );
  },
};
