/** One of several choices. */
import { h } from "../view/h.ts";
import { checkOne, OTHER, Option, ordered, OtherField, picked, sheet, words } from "./choices.tsx";
import type { Kind, Of } from "./question.ts";

export const single: Kind<Of<"single">> = {
  type: "single",
  group: true,
  words,
  sheet,
  instant: () => true,
  validate: checkOne,
  Component: (asking) => {
    const { question, value, change, text, own } = asking;
    const chosen = picked(value);
    return (
      <div class="options">
        {ordered(question, own).map(({ id, text: label }) => (
          <Option type="radio" checked={chosen === id} pick={() => change(id, true)}>
            {text(label)}
          </Option>
        ))}
        {question.other && (
          <Option type="radio" checked={chosen === OTHER} pick={() => change({ other: own.other ?? "" })}>
            {asking.words.other}
          </Option>
        )}
        {question.other && chosen === OTHER && (
          <OtherField asking={asking} said={value.other} write={(other) => change({ other: (own.other = other) })} />
        )}
      </div>
    );
  },
};
