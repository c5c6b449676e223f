/** What the host page says once. */
export interface Setup {
  /** The workspace's id or its publishable key. */
  projectId: string;
  /** Where the service answers; a path prefix is allowed. The snippet may leave it out: where `w.js` came from. */
  appUrl?: string;
  /** "none": nothing is kept on the person's device, neither before nor after an answer. */
  storage?: "none";
  /** For style elements in browsers without constructable style sheets; the script's own unless said. */
  nonce?: string;
}

export type Placement = "popover" | "modal" | "page" | "inline" | "tab";
export type Moment = "shown" | "answered" | "completed" | "dismissed" | "abandoned";

/** What a listener of an answer is told. */
export interface Told {
  survey: string;
  /** The response's own id. */
  submission: string;
  /** By question id, so far. */
  answers: Readonly<Record<string, unknown>>;
}

/** What a listener of "message" is told: the company wrote in the chat, and it is new to this person. */
export interface Message {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  text: string;
}

export interface How {
  /** An element, or a selector of one, to fill; over the page without it. */
  target?: Element | string;
  /** The survey's own unless said. */
  placement?: Placement;
  /** Values of the survey's hidden fields. */
  hidden?: Record<string, unknown>;
  /** First values by question id, shown as chosen and never recorded by themselves. */
  prefill?: Record<string, unknown>;
  /** Seconds after the thanks until it starts anew for the next person. */
  kiosk?: number;
  /** Where the answers come from, for results; "widget" unless said. */
  source?: string;
}

export interface Explanation {
  survey: string;
  shown: boolean;
  /** In order; null where it cannot be told. */
  rules: { rule: string; passed: boolean | null }[];
  /** The first that failed. */
  failed: string | null;
}

export interface Voc {
  setup(setup: Setup): void;
  /** Who is here. `signature`: hex HMAC-SHA-256 of the id with the workspace's secret, made by your server. */
  identify(id: string, attributes?: Record<string, unknown>, signature?: string): Promise<void>;
  setAttributes(attributes: Record<string, unknown>): Promise<void>;
  setLanguage(code: string): Promise<void>;
  /** Something happened that a survey may wait for. */
  track(event: string, properties?: Record<string, unknown>): Promise<void>;
  /** Shows a survey now, however often the person was asked. */
  show(survey: string, how?: How): Promise<void>;
  /** Why a survey is or is not showing to this person. */
  explain(survey: string): Promise<Explanation>;
  /** Somebody else is here: forgets the customer and this device's visitor. */
  reset(): Promise<void>;
  /** Opens the chat, or closes it. */
  chat(): Promise<void>;
  /** Returns what ends it. */
  on(moment: Moment, listener: (told: Told) => void): () => void;
  on(moment: "message", listener: (told: Message) => void): () => void;
}

/** Sets up and fetches the loader once, from `src` or `{appUrl}/w.js`; undefined on a server. */
export function load(setup: Setup & ({ appUrl: string } | { src: string }) & { src?: string }): Voc | undefined;

/** The page's own; calls wait until it is loaded. */
export const voc: Voc;
export default voc;

declare global {
  interface Window {
    voc?: Voc;
  }
}
