/** What outlives the page, where the host allows it and the browser does not refuse (private windows, sandboxed frames). */
export interface Store {
  /** The value under a name, or undefined. */
  get<T>(name: string): T | undefined;
  /** Replaces it; undefined removes it. */
  set(name: string, value: unknown): void;
  /** Names that start so. */
  names(start: string): string[];
}

const PREFIX = "voc.";

/** Keeps what the disk does not take in memory, so that one page at least works the same. */
export function store(area: "localStorage" | "sessionStorage", allowed: boolean): Store {
  const memory: Record<string, string | null> = {};
  let disk: Storage | undefined;
  try {
    if (allowed) disk = window[area];
  } catch {
    // a frame without an origin of its own
  }
  return {
    get: (name) => {
      try {
        return JSON.parse(memory[PREFIX + name] ?? disk!.getItem(PREFIX + name)!) ?? undefined;
      } catch {
        return undefined;
      }
    },
    set: (name, value) => {
      const key = PREFIX + name;
      delete memory[key];
      try {
        if (value === undefined) disk!.removeItem(key);
        else disk!.setItem(key, JSON.stringify(value));
      } catch {
        if (value !== undefined) memory[key] = JSON.stringify(value);
      }
    },
    names: (start) =>
      Object.keys({ ...disk, ...memory })
        .filter((key) => key.startsWith(PREFIX + start))
        .map((key) => key.slice(PREFIX.length)),
  };
}
