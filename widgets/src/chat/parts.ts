/** Elements without markup: what a page with Trusted Types allows. */

type Props = Record<string, unknown>;

/** Sets attributes, and what an element does ("onclick"); null takes an attribute away. Same again changes nothing. */
export const dress = (made: Element, props: Props): void => {
  for (const name in props) {
    const value = props[name];
    if (name.startsWith("on")) (made as unknown as Props)[name] = value;
    else if (value == null) made.removeAttribute(name);
    else made.setAttribute(name, value as string);
  }
};

/** An element with its attributes. */
export const el = <T extends HTMLElement>(tag: string, props: Props, ...children: (Node | string)[]): T => {
  const made = document.createElement(tag);
  dress(made, props);
  made.append(...children);
  return made as T;
};

/** A line drawing of 24 by 24, from Lucide (ISC licence, lucide.dev). */
export const icon = (d: string): Element => {
  const [made, line] = ["svg", "path"].map((tag) => document.createElementNS("http://www.w3.org/2000/svg", tag));
  dress(made!, { viewBox: "0 0 24 24", "aria-hidden": true });
  dress(line!, { d });
  made!.append(line!);
  return made!;
};

/** A text that is written only where it differs: screen readers read what is written. */
export const say = (element: Element, text: string): void => {
  if (element.textContent != text) element.textContent = text;
};

/** Adds a sheet to a root: constructed where the browser can, which needs no permission, else an element with the nonce. */
export const adopt = (root: ShadowRoot, css: string, nonce: string | undefined): void => {
  try {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    root.adoptedStyleSheets = [made];
  } catch {
    root.append(el("style", { nonce }, css));
  }
};
