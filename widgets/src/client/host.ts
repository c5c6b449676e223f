/** What the parts of the widget share on one page. The loader makes it; parts that are fetched later are lent it. */
import type { Ask, Candidate, Eligibility, Environment, Happening } from "../core/targeting.ts";
import type { Condition } from "../core/conditions.ts";
import type { AskEvent, Asked, Placement } from "../view/contract.ts";
import type { Store } from "./store.ts";
import type { Setup } from "./wire.ts";

export type Moment = "shown" | "answered" | "completed" | "dismissed" | "abandoned" | "message";
export type Shown = Pick<Asked, "close" | "unfold" | "setLanguage">;

/** A survey that may be shown on this page. */
export interface Offered extends Candidate {
  version: number;
}

/** What `GET /c/{project}` says. */
export interface Config {
  policy: Environment["policy"];
  segments: Record<string, Condition>;
  asks: Ask[];
  surveys: Offered[];
  /** The chat's button, where the workspace shows it; what it says first, by language. */
  chat?: { greeting: Record<string, string> } | null;
}

/** What a listener is told. */
export interface Told {
  survey: string;
  submission: string;
  answers: Readonly<Record<string, unknown>>;
}

/** What a listener of "message" is told: the company wrote in the chat. */
export interface Message {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  text: string;
}

/** How one survey is to be shown. */
export interface How {
  /** Inline: the element that it becomes a child of. */
  target?: Element | undefined;
  placement?: Placement | undefined;
  hidden?: Record<string, unknown> | undefined;
  prefill?: Record<string, unknown> | undefined;
  /** Starts anew for the next person: this many seconds after the thanks, or after ten times as long without an answer. */
  kiosk?: number | undefined;
  unfolded?: boolean | undefined;
  /** Where the answers come from, for results: "widget" unless said. */
  source?: string | undefined;
  /** A page of the service itself: answers to a link, or at a kiosk. */
  channel?: "link" | "kiosk" | undefined;
  /** It is an ask: the service decides whether the person may be asked now. */
  asks?: boolean | undefined;
  /** The permission that the service gave. */
  ask?: string | undefined;
  /** Hears what the renderer says. */
  told?: ((kind: AskEvent["kind"]) => void) | undefined;
  /** Called when nothing is left of it; `ended`: the person came to the end. */
  gone?: ((ended?: boolean) => void) | undefined;
}

export interface Page {
  setup: Setup;
  /** `{appUrl}/c/{projectId}` */
  api: string;
  nonce: string | undefined;
  store: Store;
  session: Store;
  /** Undefined until the service has answered. */
  config?: Config;
  visitor: string;
  /** Who the host says it is. */
  customer?: string | undefined;
  attributes: Record<string, unknown>;
  /** phone, tablet or desktop; said only where a condition may ask. */
  device?: string;
  signature?: string | undefined;
  /** What the host set; else the document's, else the browser's. */
  language?: string | undefined;
  /** How often this page has asked. */
  asks: number;
  /** Surveys that the service refused for now, and its reason. */
  refused: Record<string, string>;
  /** What is open: by survey id over the page, by a number inline. */
  opened: Map<string, Promise<Shown | undefined>>;
  /** Settles when the service has said what it offers. */
  ready?: Promise<unknown>;
  /** Settles when the calls so far have begun. */
  calls: Promise<any>;
  /** A part of the widget that not every page needs. */
  chunk(name: string): Promise<any>;
  /** The language to speak. */
  speaks(): string;
  /** A name that nothing else has. */
  random(): string;
  /** JSON of the service; throws what went wrong. */
  call(path: string, body?: object): Promise<any>;
  load(): Promise<unknown>;
  begin(): void;
  decide(survey: Offered, event: Happening | null): Eligibility;
  fire(event: Happening): void;
  open(id: string, how?: How): Promise<Shown | undefined>;
  emit(moment: Moment, told: Told | Message): void;
  /** While the chat is open: settles when it is closed. Surveys over the page wait for it. */
  free?: Promise<unknown> | undefined;
}
