/** The link page with JavaScript: the widget's renderer takes the place of the form, which stays until it is there. */

interface Voc {
  setup(given: { projectId: string; appUrl: string }): void;
  setLanguage(code: string): void;
  on(moment: "shown", listener: () => void): unknown;
  show(survey: string, how: object): void;
}

const place = document.querySelector<HTMLElement>("[data-survey]");
const voc = (window as unknown as { voc?: Voc }).voc;

if (place && voc) {
  const said = place.dataset;
  const form = place.querySelector("form");
  voc.setup({ projectId: said.project!, appUrl: location.origin });
  voc.setLanguage(said.language!);
  voc.on("shown", () => form?.remove());
  voc.show(said.survey!, {
    target: place,
    placement: "page",
    prefill: JSON.parse(said.prefill!),
    hidden: JSON.parse(said.hidden!),
    source: said.source || undefined,
    channel: said.channel,
    kiosk: Number(said.kiosk) || undefined,
  });
}
