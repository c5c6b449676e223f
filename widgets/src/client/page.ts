/** One page: who is here, what the service offers them, what may be shown, and what is. */
import { type Ask, type Environment, type Happening, eligible } from "../core/targeting.ts";
import { type Config, type How, type Message, type Moment, type Offered, type Page, type Told } from "./host.ts";
import { learn } from "./late.ts";
import { complain, safely } from "./safely.ts";
import { store } from "./store.ts";
import type { Setup } from "./wire.ts";

declare const VERSION: string;

const LEDGER_LIMIT = 50;
export const listeners: Partial<Record<Moment, Set<(told: any) => void>>> = {};

let page: Page;
let search: Environment["search"];
let watched: boolean;
let turn = 0;
/** The survey that stands over the page; one at a time. */
let over: string | undefined;

const chunk = (base: string) => (name: string) => import(`${base}w/${name}.js?v=${VERSION}`);

const call = async (path: string, body?: object) => {
  const answer = await fetch(page.api + path, body && { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw `${path} ${answer.status}`;
  return answer.json();
};

// randomUUID is not there on a page without https
const random = () => crypto.getRandomValues(new Uint32Array(4)).join("-");
const begin = () => page.store.set("visitor", (page.visitor = random()));
const speaks = () => page.language || document.documentElement.lang || navigator.language;

const who = () => page.customer ?? page.visitor;

/** This device's part of the person's ledger. */
const ledger = () =>
  (page.store.get<(Ask & { who: string })[]>("asks") ?? [])
    .filter((each) => each.who == page.visitor || each.who == page.customer);

/** Writes down that a survey was put before the person. */
const note = (survey: string) => {
  const group = page.config?.surveys.find(({ id }) => id == survey)?.targeting.frequency.group;
  page.store.set("asks", [...ledger().slice(-LEDGER_LIMIT), { survey, group, at: Date.now(), who: who() }]);
};

const asked = () => page.session.get<number>("asked") ?? 0;

const decide = (survey: Offered, event: Happening | null) => {
  const { policy, segments, asks } = page.config!;
  return eligible(survey, {
    now: Date.now(),
    person: who(),
    url: location.href,
    device: page.device!,
    language: speaks(),
    customer: page.attributes,
    segments, policy, event, search,
    asks: [...asks, ...ledger()],
    session_asks: asked(),
    page_asks: page.asks,
  });
};

/** The service keeps the ledger of all devices and channels, so it has the last word; null: not now. */
const permit = async (survey: string) => {
  const { visitor, customer, signature } = page;
  const { granted, rule, ask } = await call("/asks", { survey, visitor, customer, signature });
  if (!granted) {
    page.refused[survey] = rule;
    return null;
  }
  note(survey);
  page.asks++;
  page.session.set("asked", asked() + 1);
  return ask;
};

const show = async (id: string, how: How) => {
  how.target || (await page.free);
  const survey = await call(`/surveys/${id}`);
  const ask = how.asks ? await permit(id) : undefined;
  if (ask === null) return how.gone!();
  return (await page.chunk("ask")).run(page, survey, { ...how, ask });
};

const open = (id: string, how: How = {}) => {
  const key = how.target ? random() : id;
  const gone = (ended?: boolean) => {
    page.opened.delete(key);
    if (over == key) over = "";
    how.gone?.(ended);
  };
  if (!how.target && how.placement != "tab") over = key;
  const shown = show(id, { ...how, gone }).catch((error) => {
    gone();
    complain(error);
  });
  page.opened.set(key, shown);
  return shown;
};

/** Something happened: the first survey that may be shown for it is. */
const fire = (event: Happening) =>
  page.config?.surveys.forEach((survey) => {
    const { id } = survey;
    if (!over && !page.opened.has(id) && !(id in page.refused) && decide(survey, event).shown) open(id, { asks: true });
  });

const emit = (moment: Moment, told: Told | Message) => {
  if (moment == "completed") note((told as Told).survey);
  listeners[moment]?.forEach((each) => safely(each)(told));
};

/** Asks the service what it offers, for the person who is here now. */
const load = (): Promise<unknown> =>
  (page.ready = (async () => {
    const mine = ++turn;
    await 0; // whoever sets up and identifies in one breath asks once
    await page.calls;
    if (mine != turn) return;
    const { customer, signature } = page;
    const config: Config = await call(customer ? `?${new URLSearchParams(signature ? { customer, signature } : { customer })}` : "");
    const text = JSON.stringify(config);
    if (text.includes('"is":')) {
      const rules = await page.chunk("rules");
      learn(rules.holdsHere);
      page.device = rules.device();
      search = rules.search;
    }
    if (mine != turn) return;
    page.config = config;
    // route, click, scroll, delay, exit, idle, tab: no condition looks at anything that begins so
    if (!watched && /"on":"(r|cl|sc|del|ex|i|t)/.test(text)) (watched = true), (await page.chunk("triggers")).watch(page);
    fire({ on: "page" });
    if (config.chat || page.store.names("c.")[0]) (await page.chunk("chat")).wake(page);
  })().catch((error) => {
    addEventListener("online", load, { once: true });
    complain(error);
  }));

/** `base` is where this file came from. */
export const begins = (setup: Setup, base: string, nonce: string | undefined): Page => {
  const keep = setup.storage != "none";
  page = {
    setup,
    api: `${(setup.appUrl ?? base).replace(/\/$/, "")}/c/${setup.projectId}`,
    nonce: setup.nonce ?? nonce,
    store: store("localStorage", keep),
    session: store("sessionStorage", keep),
    asks: 0,
    attributes: {},
    refused: {},
    opened: new Map(),
    chunk: chunk(base),
    calls: Promise.resolve(),
    call, load, begin, decide, fire, open, emit, random, speaks,
  } as unknown as Page;
  page.visitor = page.store.get("visitor")!;
  if (!page.visitor) begin();
  setup.quiet || load();
  return page;
};
