// Sampling that sticks; the twin of voc/surveys/targeting/sampling.py, which names its sources.

/** Where a person falls in this survey's order of all persons: 0 ≤ bucket < 1. */
export const bucket = (survey: string, person: string): number => {
  let hashed = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${survey}\n${person}`)) hashed = Math.imul(hashed ^ byte, 0x01000193);
  hashed = Math.imul(hashed ^ (hashed >>> 16), 0x85ebca6b);
  hashed = Math.imul(hashed ^ (hashed >>> 13), 0xc2b2ae35);
  return ((hashed ^ (hashed >>> 16)) >>> 0) / 2 ** 32;
};
