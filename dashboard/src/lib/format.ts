/** Numbers that are not money, in words for people. */
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compactNumber = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });
const percentage = new Intl.NumberFormat("en-US", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
const NONE = "–";

/** `4,375` */
export function count(value: number | null | undefined): string {
  return value == null ? NONE : whole.format(value);
}

/** `7M` */
export function compact(value: number | null | undefined): string {
  return value == null ? NONE : compactNumber.format(value);
}

/** A share of one, with one decimal: `12.5%`; what would round to nothing is `<0.1%`. */
export function percent(share: number | null | undefined): string {
  if (share == null) return NONE;
  return share > 0 && share < 0.0005 ? "<0.1%" : percentage.format(share);
}

/** A change as a share of what was before: `+12.5%`, `−27.0%`; beyond a tenfold rise `×24`. */
export function change(share: number | null | undefined): string {
  if (share == null) return NONE;
  if (share >= 10) return `×${whole.format(share + 1)}`;
  const text = percentage.format(Math.abs(share));
  return share > 0 ? `+${text}` : share < 0 ? `−${text}` : text;
}

/** Milliseconds: `840 ms`, `1.32 s`, `2 m 05 s`, `1 h 02 m`. */
export function duration(milliseconds: number | null | undefined): string {
  if (milliseconds == null) return NONE;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(2)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${count(Math.floor(minutes / 60))} h ${twoDigits(minutes % 60)} m`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** `1 call`, `2 calls`. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}
