/** Runs one survey: hosts the renderer and saves each answer as it is given. */
import { ask } from "../view/ask.tsx";
import type { AskEvent, Placement, Progress, PublishedSurvey } from "../view/contract.ts";
import { type How, type Moment, type Page, type Shown, deviceOf, languageOf } from "./host.ts";
import { claim } from "./locks.ts";
import type { Entry } from "./wire.ts";

const who = ({ visitor, customer, attributes, signature }: Page) =>
  ({ visitor, signature, customer: customer ? { id: customer, attributes } : undefined });

const fresh = (page: Page, { id, version }: PublishedSurvey, { hidden = {}, source = "widget", ask, kiosk, channel }: How): Entry => ({
  url: `${page.api}/responses`,
  sent: -1,
  place: null,
  open: false,
  left: !!kiosk,
  at: 0,
  body: {
    survey: id,
    version,
    // randomUUID is not there on a page without https
    submission_id: crypto.getRandomValues(new Uint32Array(4)).join("-"),
    sequence: -1,
    answers: {},
    seen: [],
    seconds: {},
    finished: false,
    hidden,
    language: languageOf(page),
    // without the query, which may carry what is nobody's business
    context: { url: location.origin + location.pathname, device: deviceOf(), source },
    ask,
    channel,
  },
});

export async function run(page: Page, survey: PublishedSurvey, how: How): Promise<Shown> {
  const placement = how.placement ?? (how.target ? "inline" : survey.definition.appearance?.placement) as Placement;
  const before = !how.kiosk && page.store.names("r.")[0]
    ? await (await page.chunk("more")).earlier(page, survey, how.hidden) : undefined;
  const entry: Entry = before?.entry ?? fresh(page, survey, how);
  const { body } = entry;
  const name = `r.${body.submission_id}`;
  const release = before?.release ?? await claim(name);
  const root = document.createElement("voc-survey");

  /** On the device first, whatever becomes of the page; then on its way. Without the line, when the line is back. */
  const deliver = (send = true) =>
    page.chunk("deliver").then(
      (part) => send && part.deliver(page.store).send(name),
      () => addEventListener("online", () => deliver(), { once: true }),
    );
  const tell = (moment: Moment) =>
    page.emit(moment, { survey: survey.id, submission: body.submission_id, answers: body.answers });
  const keep = ({ at, answers, seen, seconds, finished }: Progress, open?: boolean) => {
    body.sequence++;
    Object.assign(body, who(page), { answers, seen, seconds, finished });
    Object.assign(entry, { place: at, open, at: Date.now(), sent: page.store.get<Entry>(name)?.sent ?? entry.sent });
    page.store.set(name, entry);
    deliver();
  };
  const leave = () => {
    if (body.sequence >= 0 && !body.finished) tell("abandoned");
  };
  const end = () => {
    removeEventListener("pagehide", leave);
    root.remove();
    release?.();
    how.gone?.(body.finished);
  };
  const on = (event: AskEvent) => {
    const { kind } = event;
    if ("progress" in event && (kind != "dismissed" || body.sequence >= 0)) {
      keep(event.progress, kind == "answered" && !how.target && placement != "tab");
    }
    if (kind == "minimised") return;
    how.told?.(kind);
    if (kind != "ended") tell(kind);
    if (kind == "ended" || kind == "dismissed") end();
  };

  addEventListener("pagehide", leave);
  // with nothing kept on the device, what sends must be here before there is something to send
  if (page.setup.storage) deliver(false);
  else root.addEventListener("pointerdown", () => deliver(false), { once: true });
  (how.target ?? document.body).append(root);
  const { answers, seen, seconds, hidden } = body;
  const asked = ask({
    survey, root, placement, on, hidden,
    language: languageOf(page),
    nonce: page.nonce,
    saved: before && { answers, seen, seconds, at: entry.place, finished: false },
    prefill: how.prefill,
    customer: page.attributes,
    unfolded: how.unfolded,
    upload: async (question, file) =>
      (await page.chunk("more")).upload(page, survey.id, question, file),
  });
  tell("shown");
  return {
    close: () => {
      asked.close();
      end();
    },
    unfold: () => asked.unfold(),
    setLanguage: (language) => asked.setLanguage(language),
  };
}
