/** The chat of a page: fetched where the workspace shows its button, where something waits to be sent, or at `voc.chat()`. */
import type { Page } from "../client/host.ts";
import { begin, changed, look, open, opened, page } from "./line.ts";
import { type View, view } from "./view.ts";

let seen: View | undefined;
let free: () => void;

const close = () => {
  page.free = undefined;
  page.opened.delete("chat");
  page.session.set("chat", undefined);
  opened(false);
  free();
};

const opens = () => {
  page.free = new Promise<void>((resolve) => (free = resolve));
  page.opened.set("chat", Promise.resolve({ close, unfold: seen!.enter, setLanguage: changed }));
  // the next page of this visit opens it again, with what was typed
  page.session.set("chat", page.session.get("chat") ?? "");
  opened(true);
};

const toggle = () => {
  if (open) return close();
  opens();
  seen!.enter();
};

const start = (given: Page) => {
  if (seen) return;
  begin(given, () => seen?.paint());
  seen = view(toggle);
};

/** Opens what is closed and closes what is open. */
export const chat = async (given: Page): Promise<void> => {
  await given.ready;
  start(given);
  toggle();
};

/** Called whenever the service has said what it offers: the button, and what waits to be sent. */
export const wake = (given: Page): void => {
  start(given);
  if (!open && page.session.get("chat") != null) opens();
  else look();
};
