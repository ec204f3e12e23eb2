import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { costs, totals } from "@/testing/costs";
import { modelRows, sumOf } from "./rows";

const model = (parts: Partial<Schemas["ModelView"]>): Schemas["ModelView"] => ({
  ...totals("1"),
  provider: "openai",
  model: "a",
  price_states: { priced: 1 },
  ...parts,
});

test("a model finds its own change, whatever another provider's is called", () => {
  const compared = costs({
    groups: [
      { ...totals("1"), provider: "azure", model: "a", cost_change_usd: "9" },
      { ...totals("1"), provider: "openai", model: "a", cost_change_usd: "-2" },
      { ...totals("1"), provider: "openai", model: null, cost_change_usd: "3" },
    ],
  });
  const rows = modelRows([model({}), model({ model: null })], compared);
  expect(rows.map(({ change }) => change?.cost_change_usd)).toEqual(["-2", "3"]);
});

test("sums are exact", () => {
  expect(sumOf([model({ cost_usd: "0.1" }), model({ cost_usd: "0.200000001" })])).toMatchObject({
    cost: "0.300000001",
    calls: 2,
  });
});
