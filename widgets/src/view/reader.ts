/** What a respondent reads: the survey's texts and the renderer's words, in the order that the route gives. */
import { start, type Progress, type Route, type Router, type State } from "../core/state.ts";
import { inLanguage, resolved, type Text } from "../core/texts.ts";
import type { Appearance, Ending } from "../generated/survey.ts";
import type { Kind } from "../questions/question.ts";
import type { AskOptions, Definition } from "./contract.ts";
import { spoken, vocabulary, type Words } from "./words.ts";

const APPEARANCE: Appearance = { accent: "#8a2c5e", radius: 10, progress: true, position: "bottom_right" };

export class Reader {
  readonly definition: Definition;
  readonly look: Appearance;
  language: string;
  machine: State;
  /** The type of the question in view; undefined at the end. */
  kind: Kind | undefined;
  private logic: typeof import("../core/logic.ts") | undefined;

  constructor(readonly options: AskOptions) {
    this.definition = options.survey.definition;
    this.look = { ...APPEARANCE, ...this.definition.appearance };
    this.language = options.language;
    this.machine = start(this.router, Date.now(), options.saved);
  }

  get words(): Words {
    const language = spoken(this.language);
    return { ...vocabulary[language], ...this.kind?.words?.[language] };
  }

  /** The language that the survey's texts come in. */
  get told(): string {
    return resolved(this.definition.languages ?? [], this.language);
  }

  get ending(): Ending | null {
    return this.definition.endings?.find(({ id }) => id === this.machine.ending) ?? null;
  }

  get route(): Route {
    return this.router(this.machine.answers);
  }

  /** In order, unless rules say otherwise. */
  readonly router: Router = (answers) => {
    const { questions, endings } = this.definition;
    return (
      this.logic?.route(this.definition, this.facts(answers)) ?? {
        questions: questions.map(({ id }) => id),
        ending: endings?.[0]?.id ?? null,
        required: questions.filter(({ required, type }) => required && type !== "statement").map(({ id }) => id),
      }
    );
  };

  private facts(answers: Progress["answers"]) {
    const { customer, hidden } = this.options;
    return { answers, customer, hidden, language: this.language };
  }

  private readonly plain = (text: Text | null | undefined): string =>
    inLanguage(text, this.language, this.definition.languages?.[0]);

  readonly text = (text: Text | null | undefined): string => {
    const words = this.plain(text);
    return this.logic?.filled(words, this.definition, this.facts(this.machine.answers), this.plain) ?? words;
  };

  /** Fetches what rules and recalls need, for surveys that have any. */
  async learn(): Promise<void> {
    if (!/"rules":\[\{|\{\{/.test(JSON.stringify(this.definition))) return;
    this.logic = await import("../core/logic.ts");
    this.machine = start(this.router, Date.now(), this.options.saved);
  }
}
