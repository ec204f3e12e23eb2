import type { Schemas } from "@/api/client";
import type { Usd } from "@/lib/money";

type Totals = Schemas["TotalsView"];

/** Sums in which only what a test is about differs from nothing. */
export function totals(cost_usd: Usd, calls = 1): Totals {
  return {
    cost_usd,
    calls,
    input_tokens: 0,
    output_tokens: 0,
    unpriced_calls: 0,
    errors: 0,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    reasoning_tokens: 0,
    customer_paid_calls: 0,
    customer_paid_cost_usd: "0",
  };
}

/** An answer of the costs' route over two days. */
export function costs(parts: Partial<Schemas["CostsView"]>): Schemas["CostsView"] {
  const window = {
    from: "2026-11-01T00:00:00Z",
    to: "2026-11-03T00:00:00Z",
    time_zone: "UTC",
    snapped: false,
  };
  return { window, total: totals("0", 0), groups: [], ...parts };
}
