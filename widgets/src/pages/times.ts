/** Times as the reader's own clock has them. The service writes UTC, which stays as the title and without scripts. */

/** `2026-11-21T09:30:00+00:00` in Seoul: `21 Nov 2026, 18:30`, in Korean `2026. 11. 21. 18:30`. */
export function onClock(at: Date, language: string, zone?: string): string {
  const korean = language === "ko";
  return new Intl.DateTimeFormat(korean ? "ko-KR" : "en-GB", {
    year: "numeric",
    month: korean ? "numeric" : "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(zone ? { timeZone: zone } : {}),
  }).format(at);
}

/** Rewrites every `<time data-clock>` once; those with words in them ("3 hours ago") get the clock as their title. */
export function localise(root: ParentNode): void {
  for (const each of root.querySelectorAll<HTMLTimeElement>("time[data-clock]")) {
    const at = new Date(each.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const clock = onClock(at, document.documentElement.lang);
    if (each.dataset.clock === "title") each.title = clock;
    else {
      each.title = each.textContent ?? "";
      each.textContent = clock;
    }
    each.removeAttribute("data-clock");
  }
}
