/** What travels between the widget and the service; the service's own models are the source. */
import type { Progress } from "../view/contract.ts";

/** What the host page says once. */
export interface Setup {
  /** The workspace's id or its publishable key. */
  projectId: string;
  /** Where the service answers, and where this file came from unless said. A path prefix is allowed. */
  appUrl?: string;
  /** "none": nothing is kept on the person's device, neither before nor after an answer. */
  storage?: "none";
  /** Shows only what `show` names: nothing else is fetched, and no survey asks by itself. */
  quiet?: boolean;
  /** For style elements in browsers without constructable style sheets; this script's own unless said. */
  nonce?: string;
}

export interface Customer {
  id: string;
  attributes: Record<string, unknown>;
}

/** The body of `POST /c/{project}/responses`. */
export interface Saved extends Pick<Progress, "answers" | "seen" | "seconds" | "finished"> {
  survey: string;
  submission_id: string;
  version: number;
  /** Raised with each save. */
  sequence: number;
  hidden: Record<string, unknown>;
  language: string;
  context: Record<string, unknown>;
  customer?: Customer | undefined;
  visitor?: string | undefined;
  signature?: string | undefined;
  ask?: string | undefined;
  channel?: string | undefined;
}

/** One response on its way: the only record of it on this device, replaced by each save. */
export interface Entry {
  /** Where it goes. */
  url: string;
  body: Saved;
  /** The sequence that the service has acknowledged; -1 before the first. */
  sent: number;
  /** The question in view, for resuming. */
  place: string | null;
  /** Whether it stands open over the page, so that the next page shows it again. */
  open: boolean;
  /** Never resumed: a kiosk's next respondent is somebody else. */
  left: boolean;
  /** When it was saved, in milliseconds. */
  at: number;
  /** Not to be sent before, in milliseconds: the service asked for it. */
  after?: number;
}
