/** Chosen pictures are made smaller before they are sent: what a phone takes is ten times what respondents should fetch. */

/** Twice as wide as any picture is shown. */
const WIDEST_PIXELS = 1200;
/** What is smaller goes as it is. */
const SMALL_BYTES = 300_000;

/** Replaces what was chosen by something smaller, if there is such a thing, and empties the address beside it. */
export async function choose(input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  if (!file) return;
  const beside = input.parentElement?.querySelector<HTMLInputElement>("input:not([type=file])");
  if (beside) beside.value = "";
  if (file.size <= SMALL_BYTES) return;
  const smaller = await shrunk(file).catch(() => null); // what cannot be drawn here, the service judges
  if (!smaller || smaller.size >= file.size || input.files?.[0] !== file) return;
  const chosen = new DataTransfer();
  chosen.items.add(new File([smaller], file.name, { type: smaller.type }));
  input.files = chosen.files;
}

async function shrunk(file: File): Promise<Blob | null> {
  const picture = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, WIDEST_PIXELS / Math.max(picture.width, picture.height));
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d")!.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const as = (type: string) => new Promise<Blob | null>((done) => canvas.toBlob(done, type, 0.85));
  const made = await as("image/webp");
  // a browser that writes no WebP answers with PNG, which is large for a photo
  return made && made.type !== "image/webp" && made.size > SMALL_BYTES ? as("image/jpeg") : made;
}

/** The files that the form holds now. */
export const chosen = (form: HTMLFormElement | null): File[] =>
  fields(form).flatMap((field) => [...(field.files ?? [])]);

/** Takes out what has been sent, so that it is not sent again with the next word that is typed. */
export function forget(form: HTMLFormElement | null, sent: readonly File[]): void {
  for (const field of fields(form)) if (field.files?.[0] && sent.includes(field.files[0])) field.value = "";
}

const fields = (form: HTMLFormElement | null): HTMLInputElement[] => [
  ...(form?.querySelectorAll<HTMLInputElement>("input[type=file]") ?? []),
];
