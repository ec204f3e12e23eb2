/** Places in a chart: amounts on a line from zero, and equal columns side by side. */

export interface Linear {
  (value: number): number;
  ticks: number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** Zero at `bottom`, the top at 0; the top is a round value at or above `largest`. */
export function linearFromZero(largest: number, bottom: number, wanted = 4): Linear {
  const raw = (largest || 1) / wanted;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = (STEPS.find((each) => each * magnitude >= raw * 0.999_999) ?? 10) * magnitude;
  const count = Math.ceil((largest || 1) / step - 1e-9);
  const scale = (value: number) => bottom - (value / (count * step)) * bottom;
  return Object.assign(scale, { ticks: Array.from({ length: count + 1 }, (_, index) => index * step) });
}

export interface Columns {
  (index: number): number;
  step: number;
  /** Of one column without its gap. */
  width: number;
}

const GAP = 0.22;

export function columns(count: number, width: number): Columns {
  const step = width / Math.max(count, 1);
  return Object.assign((index: number) => (index + GAP / 2) * step, { step, width: step * (1 - GAP) });
}
