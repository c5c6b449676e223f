/** The page's colours and type, for what is drawn on a canvas. */

export type Look = {
  /** A colour by its name in the stylesheets, as a canvas takes it. */
  colour: (name: string) => string;
  font: string;
};

export function lookOf(figure: HTMLElement): Look {
  const probe = document.createElement("span");
  probe.hidden = true;
  figure.append(probe);
  const style = getComputedStyle(probe);
  const known = new Map<string, string>();
  const family = style.fontFamily;
  return {
    font: `12px ${family}`,
    colour(name) {
      if (!known.has(name)) {
        probe.style.color = `var(--${name})`;
        known.set(name, style.color);
      }
      return known.get(name)!;
    },
  };
}
