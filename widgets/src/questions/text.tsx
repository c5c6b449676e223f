/** A verbatim: what a customer says in their own words. */
import { h } from "../view/h.ts";
import { line, sheet, textProblem, words } from "./lines.tsx";
import type { Kind, Of } from "./question.ts";

const limit = ({ long = true, maximum }: Of<"text">): number => maximum ?? (long ? 5000 : 200);

export const text: Kind<Of<"text">> = {
  type: "text",
  words,
  sheet,
  validate(question, answer) {
    const { minimum = 0 } = question;
    const problem = textProblem(answer, limit(question));
    return problem ?? ([...answer.trim()].length < minimum ? `too_short:${minimum}` : null);
  },
  Component: (asking) => {
    const { question, value = "", change, text: say, problem, required } = asking;
    const most = limit(question);
    const used = [...value].length;
    if (question.long === false) return line(asking, { type: "text" });
    return (
      <div class="line">
        <textarea
          class="field"
          rows="3"
          aria-labelledby="q"
          aria-describedby="d e"
          aria-invalid={problem && "true"}
          aria-required={required && "true"}
          placeholder={say(question.placeholder) || null}
          value={value}
          oninput={(event: Event) => change((event.target as HTMLTextAreaElement).value)}
          onkeydown={(event: KeyboardEvent) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey))
              (event.target as HTMLTextAreaElement).form!.requestSubmit();
          }}
        />
        {used > most * 0.8 && (
          <span class="count">
            {used}/{most}
          </span>
        )}
      </div>
    );
  },
};
