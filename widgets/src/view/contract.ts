/** What the loader and the renderer agree on. The renderer shows one survey once; the loader decides whether, and keeps the answers. */
import type { Progress } from "../core/state.ts";
import type { Appearance, Definition as Whole, Ending } from "../generated/survey.ts";

export type { Progress } from "../core/state.ts";

/** Everything but whom to ask and when. */
export type Definition = Omit<Whole, "targeting" | "schedule">;

/** What the server hands out of a published version. */
export interface PublishedSurvey {
  readonly id: string;
  readonly version: number;
  readonly workspace?: string;
  readonly definition: Definition;
}

/** `page` covers the viewport where the host element is a child of the body; inside another element it stands there as text does. */
export type Placement = NonNullable<Appearance["placement"]>;

/**
 * - `answered`: an answer was given (or taken back, or its question skipped) and another question follows.
 * - `completed`: the last question was answered; comes instead of `answered`, with `progress.finished`.
 * - `dismissed`: closed before the end. Everything has left the root by then.
 * - `minimised`: a tab was folded; what was typed stays.
 * - `ended`: closed after the end; `ending` is the one shown, null for the built-in thanks. The root is empty by then.
 */
export type AskEvent =
  | { readonly kind: "answered"; readonly progress: Progress }
  | { readonly kind: "completed"; readonly progress: Progress }
  | { readonly kind: "dismissed"; readonly progress: Progress }
  | { readonly kind: "minimised" }
  | { readonly kind: "ended"; readonly ending: Ending | null };

export interface AskOptions {
  readonly survey: PublishedSurvey;
  /** BCP 47. Texts fall back to its base, then to the survey's first language. */
  readonly language: string;
  /** The host element: the renderer attaches an open shadow root, or takes the one that is there. */
  readonly root: HTMLElement;
  readonly placement: Placement;
  /** `{appUrl}/c/{project}`; pictures that begin with "/" lie below `{appUrl}`. Without it, on the page's own origin. */
  readonly base?: string | undefined;
  /** For the style element of browsers without constructable style sheets. */
  readonly nonce?: string | undefined;
  /** What an earlier visit left. */
  readonly saved?: Progress | undefined;
  /** First values by question id, as in a link's query ("9") or as answers; shown as chosen, never recorded by themselves. */
  readonly prefill?: Readonly<Record<string, unknown>> | undefined;
  /** The customer's attributes, for recall and rules. */
  readonly customer: Readonly<Record<string, unknown>>;
  readonly hidden: Readonly<Record<string, unknown>>;
  /** In the editor: takes no focus and does not close by itself. */
  readonly preview?: boolean | undefined;
  /** A tab that starts unfolded, because the person has just asked for it. Without it a tab starts folded. */
  readonly unfolded?: boolean | undefined;
  on(event: AskEvent): void;
  /**
   * Stores a file, and resolves to its id ("fil_…"). `told` may be called with the share sent so far, 0 to 1.
   * Rejects with an object whose `status` is the HTTP status, or 0 where nothing answered.
   */
  upload(question: string, file: File, told?: (share: number) => void): Promise<string>;
}

export interface Asked {
  /** Removes the survey and returns the focus, without an event. */
  close(): void;
  /** Shows the same question in another language; what was typed stays. */
  setLanguage(language: string): void;
  progress(): Progress;
  /** Unfolds a folded tab. */
  unfold(): void;
}

export type Ask = (options: AskOptions) => Asked;
