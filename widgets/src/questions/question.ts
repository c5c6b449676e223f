/** What a question type brings along, and what it is given. */
import type { Text } from "../core/texts.ts";
import type { Definition } from "../generated/survey.ts";
import type { AskOptions } from "../view/contract.ts";
import type { Child, Component } from "../view/h.ts";
import type { Vocabulary, Words } from "../view/words.ts";

export type Question = Definition["questions"][number];
export type QuestionType = Question["type"];
export type Of<T extends QuestionType> = Extract<Question, { type: T }>;

/** What a question's component is given. */
export interface Asking<Q extends Question = Question> {
  readonly question: Q;
  /** Where this is shown, and where the service answers. */
  readonly options: Pick<AskOptions, "root" | "base">;
  /** The answer so far; undefined before the first. */
  readonly value: any;
  readonly required: boolean;
  /** Takes an answer. `instant`: if a pointer chose it, nothing more needs to be done here. */
  change(value: unknown, instant?: boolean): void;
  /** A text of the survey in the respondent's language, recalls filled in. */
  text(text: Text | null | undefined): string;
  /** The renderer's words and those of the type. */
  readonly words: Words;
  /** What is wrong with the answer, as `validate` says; null while nothing is. The ids of heading, help and problem are "q", "d" and "e". */
  readonly problem: string | null;
  /** What the component wants to remember while the survey shows, also after going back to it; `busy` holds "next" off. */
  readonly own: Record<string, any>;
  /** Paints again after a change of `own`; says something to screen readers if there is something to say. */
  refresh(what?: string): void;
  /** Draws radio buttons from `low` to `high`; `look` draws a step, which is otherwise its number. */
  scale(asking: Asking<any>, low: number, high: number, name?: string, look?: (step: number) => Child): Child;
  upload(file: File, told: (share: number) => void): Promise<string>;
}

export interface Kind<Q extends Question = any> {
  readonly type: Q["type"];
  /**
   * Why the respondent may not go on with an answer that is not blank: the name of a word, its numbers after colons
   * ("at_most:3"); null where it fits. `required` is the question's or a rule's.
   */
  validate(question: Q, answer: any, required: boolean): string | null;
  readonly Component: Component<Asking<Q>>;
  /** Groups of controls stand in a fieldset; a single control is labelled by the heading. */
  readonly group?: boolean;
  /** Whether a pointer's choice moves on, so that "next" may stay away until it is needed. */
  instant?(question: Q): boolean;
  /** What counts as answered before anything was touched, where the question is required. */
  initial?(question: Q): unknown;
  readonly words?: Vocabulary;
  readonly sheet?: string;
}
