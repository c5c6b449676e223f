/**
 * What may become part of a page: the browser asks here before text becomes HTML (Trusted Types).
 *
 * Our own templates hold nothing that runs but scripts of ours by address. So whatever would run otherwise came out of
 * what somebody wrote, and the whole fragment is refused. `https://w3c.github.io/trusted-types/dist/spec/`
 */

interface Policy {
  createHTML(text: string): string;
}

interface Factory {
  createPolicy(name: string, rules: { createHTML(text: string): string | null }): Policy;
}

const OURS = /^\/(?!\/)/;
/** Elements that bring documents or programs; frames of ours excepted. */
const BRINGS = "object, embed, applet, base, script:not([src]), [srcdoc], animate, set, meta[http-equiv]";
const ADDRESSES = ["href", "src", "action", "formaction", "xlink:href", "data"];

function runs(attribute: Attr): boolean {
  const name = attribute.name.toLowerCase();
  // browsers ignore blanks and control characters within a scheme
  const scheme = attribute.value.replace(/[\u0000-\u0020]/g, "").toLowerCase();
  if (name.startsWith("on") || name.startsWith("hx-on")) return true;
  return ADDRESSES.includes(name) && /^(javascript|vbscript|data:text)/.test(scheme);
}

/** Whether a parsed document would run something that is not ours. */
export function isActive(parsed: ParentNode): boolean {
  if (parsed.querySelector(BRINGS)) return true;
  for (const each of parsed.querySelectorAll("script[src], iframe[src]")) {
    if (!OURS.test(each.getAttribute("src")!)) return true;
  }
  return [...parsed.querySelectorAll("*")].some((element) =>
    [...element.attributes].some(runs) || (element instanceof HTMLTemplateElement && isActive(element.content)));
}

/** Have this page's HTML looked at; once per page, before anything else of ours runs. */
export function guard(factory = (window as { trustedTypes?: Factory }).trustedTypes): void {
  if (!factory) return;
  // a document of its own, in which nothing loads or runs, to look at
  const inert = factory.createPolicy("voc-inert", { createHTML: (text) => text });
  factory.createPolicy("default", {
    createHTML: (text) => (isActive(new DOMParser().parseFromString(inert.createHTML(text), "text/html")) ? null : text),
  });
}
