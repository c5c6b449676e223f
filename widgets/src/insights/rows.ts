/** A chart's table, which the script draws the chart from. */

export type Row = {
  /** Under the axis. */
  short: string;
  /** The row as a sentence: for a reader of the chart by mouse, finger or keyboard. */
  says: string;
  /** Answers behind it. */
  n: number;
  values: (number | null)[];
  /** Where it leads, if anywhere. */
  href: string;
  /** Whether little is behind it, or it may be chance. */
  unsure: boolean;
};

/** The rows in the order of the page: of periods, the latest first. */
export function rowsOf(figure: HTMLElement): Row[] {
  return [...figure.querySelectorAll<HTMLElement>("tr[data-values]")].map(({ dataset }) => ({
    short: dataset["short"] ?? "",
    says: dataset["says"] ?? "",
    n: Number(dataset["n"] ?? 0),
    values: (dataset["values"] ?? "").split(" ").map((text) => (text === "-" ? null : Number(text))),
    href: dataset["href"] ?? "",
    unsure: "unsure" in dataset,
  }));
}
