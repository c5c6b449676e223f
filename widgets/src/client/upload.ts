/** Files go ahead of the answer that names them. */
import type { Page } from "./host.ts";

/** Stores a file and resolves to its id; rejects with `{status}`, 0 where nobody answered. */
export async function upload(page: Page, survey: string, question: string, file: File): Promise<string> {
  const where = new URLSearchParams({ survey, question, name: file.name });
  // a blob without a type needs no preflight
  const sent = fetch(`${page.api}/files?${where}`, { method: "POST", body: new Blob([file]) });
  const answer = await sent.catch(() => ({ ok: false, status: 0 }) as Response);
  if (!answer.ok) throw { status: answer.status };
  return (await answer.json()).id;
}
