/** Runs one survey: hosts the renderer and saves each answer as it is given. */
import { ask } from "../view/ask.tsx";
import type { AskEvent, Placement, Progress, PublishedSurvey } from "../view/contract.ts";
import { type How, type Moment, type Page, type Shown } from "./host.ts";
import { claim } from "./locks.ts";
import type { Entry } from "./wire.ts";

const who = ({ visitor, customer, attributes, signature }: Page) =>
  ({ visitor, signature, customer: customer ? { id: customer, attributes } : undefined });

/** What is sure before the first answer; `keep` fills in the rest. */
const fresh = (page: Page, { id, version }: PublishedSurvey, { hidden = {}, source = "widget", ask, kiosk, channel }: How) => ({
  url: `${page.api}/responses`,
  sent: -1,
  left: !!kiosk,
  body: {
    survey: id,
    version,
    submission_id: page.random(),
    sequence: -1,
    answers: {},
    hidden,
    language: page.speaks(),
    // without the query, which may carry what is nobody's business
    context: { url: location.origin + location.pathname, source },
    ask,
    channel,
  },
});

export async function run(page: Page, survey: PublishedSurvey, how: How): Promise<Shown> {
  const placement = how.placement ?? (how.target ? "inline" : survey.definition.appearance?.placement) as Placement;
  const before = !how.kiosk && page.store.names("r.")[0]
    ? await (await page.chunk("more")).earlier(page, survey, how.hidden) : undefined;
  const entry = before?.entry ?? (fresh(page, survey, how) as unknown as Entry);
  const { body } = entry;
  const name = `r.${body.submission_id}`;
  const release = before?.release ?? await claim(name);
  const root = document.createElement("voc-survey");

  /** On the device first, whatever becomes of the page; then on its way. Without the line, when the line is back. */
  const deliver = () =>
    page.chunk("deliver").then(
      (part) => part.deliver(page).send(name, root, () => root.isConnected && !body.finished && tell("abandoned")),
      () => addEventListener("online", deliver, { once: true }),
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
  const end = () => {
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

  // with nothing kept on the device, what sends must be here before there is something to send
  if (page.setup.storage) deliver();
  (how.target ?? document.body).append(root);
  const asked = ask({
    survey, root, placement, on,
    base: page.api,
    hidden: body.hidden,
    language: page.speaks(),
    nonce: page.nonce,
    saved: before && { ...body, at: entry.place },
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
