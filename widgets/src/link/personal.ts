/** A person's own page: forms that work without this, and need fewer clicks with it. */
import { onPerson } from "./person.ts";

/** How long a chosen step is seen before the next question, in milliseconds. */
const PAUSE_MS = 160;
/** Whether nothing is left to say once this is chosen. */
const decides = (field: HTMLInputElement): boolean =>
  field.type === "radio" && field.value !== "other" && !field.closest(".row-of-choices");

/** How long after sending nothing is sent again, in milliseconds; then whoever stopped the page may. */
const ONCE_MS = 5_000;
const form = document.querySelector<HTMLFormElement>("form[data-personal]");

function main(form: HTMLFormElement): void {
  const sends = form.dataset.sends;
  let pointer = false;
  let sent = false;
  const once = (): void => {
    sent = true;
    setTimeout(() => (sent = false), ONCE_MS);
  };
  const send = (): void => {
    if (sent || !form.reportValidity()) return;
    once();
    form.submit();
  };
  form.addEventListener("submit", (event) => (sent ? event.preventDefault() : once()));
  form.addEventListener("pointerdown", () => (pointer = true));
  form.addEventListener("keydown", () => (pointer = false));
  // one tap is an answer where there is but one to choose, as in the widget
  form.addEventListener("change", (event) => {
    if (pointer && decides(event.target as HTMLInputElement)) setTimeout(send, PAUSE_MS);
  });
  if (sends === "click" || sends === "sign") {
    onPerson(sends === "click", form, () => {
      form.querySelector<HTMLInputElement>("[name=by]")!.value = "script";
      send();
    });
  }
  // kept by the browser as it was left: the service knows how far they are now
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

if (form) main(form);
