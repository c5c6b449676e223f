/** One respondent's way through a survey. Pure: times come in as milliseconds, the route as a function. */

/** How far a respondent has come. Survives JSON, so that a reload can resume. */
export interface Progress {
  /** By question id; only questions that were answered. When finished, only those on the final route. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** Ids of the questions that were shown, in the order of first sight. */
  readonly seen: readonly string[];
  /** Seconds that each question was in view, by id. */
  readonly seconds: Readonly<Record<string, number>>;
  /** The question in view; null after the last. */
  readonly at: string | null;
  readonly finished: boolean;
  /** Id of the ending that was reached, where the survey has endings. */
  readonly ending?: string;
}

export interface State extends Progress {
  /** When the question came into view. */
  readonly since: number;
  readonly dismissed: boolean;
}

/** The questions that these answers lead through, and where they end. */
export interface Route {
  readonly questions: readonly string[];
  readonly ending: string | null;
  /** Questions that rules require beyond their own `required`. */
  readonly required: readonly string[];
}
export type Router = (answers: Readonly<Record<string, unknown>>) => Route;

export type Event =
  | { readonly kind: "answered"; readonly answer: unknown; readonly now: number }
  | { readonly kind: "skipped"; readonly now: number }
  | { readonly kind: "went_back"; readonly now: number }
  | { readonly kind: "dismissed"; readonly now: number };

/** Whether a question counts as not answered: null, blank text, an empty list or object. */
export function isBlank(answer: unknown): boolean {
  if (typeof answer === "string") return !answer.trim();
  return answer == null || (typeof answer === "object" && !Object.keys(answer).length);
}

/** At the first question, or where an earlier visit left off. */
export function start(route: Router, now: number, saved?: Progress): State {
  const { questions } = route(saved?.answers ?? {});
  const kept = saved?.at && questions.includes(saved.at) ? saved.at : questions.find((id) => !saved?.seen.includes(id));
  const fresh = { answers: {}, seen: [], seconds: {}, finished: false, ...saved };
  return show(
    { ...fresh, at: null, since: now, dismissed: false },
    fresh.finished ? null : (kept ?? questions[0]!),
    now,
  );
}

export function step(state: State, event: Event, route: Router): State {
  const { at } = state;
  if (at === null || state.dismissed) return state;
  const left = leave(state, at, event.now);
  switch (event.kind) {
    case "answered":
    case "skipped":
      return advance(record(left, at, event.kind === "answered" ? event.answer : null), at, event.now, route);
    case "went_back": {
      const { questions } = route(state.answers);
      return show(left, questions[questions.indexOf(at) - 1] ?? at, event.now);
    }
    case "dismissed":
      return { ...left, dismissed: true };
    default:
      return event satisfies never;
  }
}

/** What is worth saving. */
export function progress({ answers, seen, seconds, at, finished, ending }: State): Progress {
  return { answers, seen, seconds, at, finished, ...(ending ? { ending } : {}) };
}

function leave(state: State, at: string, now: number): State {
  const spent = (state.seconds[at] ?? 0) + Math.max(0, now - state.since) / 1000;
  return { ...state, since: now, seconds: { ...state.seconds, [at]: Math.round(spent * 10) / 10 } };
}

function record(state: State, at: string, answer: unknown): State {
  const { [at]: _, ...others } = state.answers;
  return { ...state, answers: isBlank(answer) ? others : { ...others, [at]: answer } };
}

function advance(state: State, at: string, now: number, route: Router): State {
  const { questions, ending } = route(state.answers);
  const next = questions[questions.indexOf(at) + 1];
  if (next) return show(state, next, now);
  const answers = Object.fromEntries(Object.entries(state.answers).filter(([id]) => questions.includes(id)));
  return { ...state, answers, at: null, finished: true, ...(ending ? { ending } : {}) };
}

function show(state: State, at: string | null, now: number): State {
  const seen = at === null || state.seen.includes(at) ? state.seen : [...state.seen, at];
  return { ...state, at, seen, since: now };
}
