/** The layers of a price and what each of them says, the one that comes first at the top. */
import type { Schemas } from "@/api/client";
import type { Rate } from "@/api/prices";
import { sameRate } from "./unit-price";

export const LAYERS = [
  ["customer", "Contract"],
  ["tenant", "Tenant"],
  ["operator", "Operator"],
  ["book", "Book"],
  ["breadth", "LiteLLM"],
] as const;

export interface LayerRow {
  layer: string;
  name: string;
  /** What it says; `null`: nothing. */
  step: Schemas["Step"] | null;
  /** Nothing above it says anything. */
  wins: boolean;
  /** The kinds whose price is another one after it. */
  changed: ReadonlySet<string>;
}

/** Every layer, the highest first; one with several steps has several rows, one without has one. */
export function layerRows(steps: Schemas["Step"][]): LayerRow[] {
  const last = steps.at(-1);
  return LAYERS.flatMap(([layer, name]): LayerRow[] => {
    const own = steps.filter((step) => step.layer === layer);
    if (own.length === 0) return [{ layer, name, step: null, wins: false, changed: new Set() }];
    return own.reverse().map((step) => ({
      layer,
      name,
      step,
      wins: step === last,
      changed: changedBy(step, steps[steps.indexOf(step) - 1]),
    }));
  });
}

function changedBy(step: Schemas["Step"], before: Schemas["Step"] | undefined): ReadonlySet<string> {
  const rates: Record<string, Rate> = before?.unit_prices ?? {};
  const changed = Object.entries(step.unit_prices).filter(([kind, rate]) => !sameRate(rate, rates[kind]));
  return new Set(changed.map(([kind]) => kind));
}

/** Token kinds first, as a call reads. */
const ORDER = ["input", "cache_read", "cache_write", "cache_write_1h", "output", "reasoning"];

export function byKind(a: string, b: string): number {
  const place = (kind: string) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  return place(a) - place(b) || a.localeCompare(b);
}
