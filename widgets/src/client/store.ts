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

/** An object of this page stands in for a disk that is not to be used, is refused, or is full. */
export const store = (area: "localStorage" | "sessionStorage", allowed: boolean): Store => {
  let disk: Record<string, string> = {};
  try {
    if (allowed) disk = window[area] as unknown as typeof disk;
  } catch {
    // a frame without an origin of its own
  }
  const set = (name: string, value: unknown) => {
    try {
      if (value == undefined) delete disk[PREFIX + name];
      else disk[PREFIX + name] = JSON.stringify(value);
    } catch {
      disk = { ...disk };
      set(name, value);
    }
  };
  return {
    set,
    get: (name) => {
      try {
        return JSON.parse(disk[PREFIX + name]!);
      } catch {
        // not there, or not ours
      }
    },
    names: (start) => Object.keys(disk).filter((key) => key.startsWith(PREFIX + start)).map((key) => key.slice(4)),
  };
};
