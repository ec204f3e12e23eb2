/** Windows of time: presets, civil days in a time zone, and the window before one. */

export const PRESETS = ["15m", "1h", "24h", "7d", "30d", "mtd"] as const;
export type Preset = (typeof PRESETS)[number];

export const PRESET_NAMES: Record<Preset, string> = {
  "15m": "Last 15 minutes",
  "1h": "Last hour",
  "24h": "Last 24 hours",
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  mtd: "Month to date",
};

/** First instant or day, and the first after: as the API takes them. */
export interface Window {
  from: string;
  to: string;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
const MINUTES: Partial<Record<Preset, number>> = { "15m": 15, "1h": 60, "24h": 1440 };
const DAYS: Partial<Record<Preset, number>> = { "7d": 7, "30d": 30 };
const CIVIL_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The civil day of an instant in a zone: `2026-11-25`. */
export function civilDay(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);
}

/** A civil day so many days later. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The window of a preset: minutes and hours end with the minute that runs, days end with today. */
export function presetWindow(preset: Preset, now: Date, timeZone: string): Window {
  const minutes = MINUTES[preset];
  if (minutes) {
    const end = Math.ceil(now.getTime() / MINUTE) * MINUTE;
    return { from: instant(end - minutes * MINUTE), to: instant(end) };
  }
  const today = civilDay(now, timeZone);
  const days = DAYS[preset];
  return { from: days ? addDays(today, 1 - days) : `${today.slice(0, 7)}-01`, to: addDays(today, 1) };
}

/**
 * The window before one, for a fair comparison: what has run of it so far, moved back by its length. A month to date is
 * compared with the month before up to the same day.
 */
export function previousWindow(window: Window, now: Date, timeZone: string, preset?: Preset): Window {
  const [from, to] = [start(window.from, timeZone), start(window.to, timeZone)];
  const end = Math.min(to, Math.ceil(now.getTime() / MINUTE) * MINUTE);
  if (preset === "mtd") {
    const before = `${addDays(window.from, -1).slice(0, 7)}-01`;
    const back = from - start(before, timeZone);
    return { from: before, to: instant(Math.min(end - back, from)) };
  }
  const length = to - from;
  return { from: instant(from - length), to: instant(Math.max(end - length, from - length)) };
}

/** Hours where a window is at most three days long, else days. */
export function bucketOf(window: Window, timeZone: string): "hour" | "day" {
  return start(window.to, timeZone) - start(window.from, timeZone) <= 3 * DAY ? "hour" : "day";
}

/** Milliseconds of an instant, or of the first instant of a civil day in a zone. */
export function start(text: string, timeZone: string): number {
  if (!CIVIL_DAY.test(text)) return Date.parse(text);
  const guess = Date.parse(`${text}T00:00:00Z`);
  const first = guess - offset(guess, timeZone);
  return guess - offset(first, timeZone);
}

/** How far the clocks of a zone are ahead of UTC at an instant, in milliseconds. */
function offset(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - Math.floor(at / 1000) * 1000;
}

function instant(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}

/** `25 Nov 2026, 17:04` in a zone. */
export function formatInstant(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "medium", timeStyle: "short" }).format(
    new Date(at),
  );
}

/** `25 Nov` of a civil day, `17:00` of an hour in a zone. */
export function formatBucket(bucket: string, timeZone: string): string {
  return CIVIL_DAY.test(bucket)
    ? new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short" }).format(
        new Date(bucket),
      )
    : new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" }).format(
        new Date(bucket),
      );
}

/** The reader's own zone. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
