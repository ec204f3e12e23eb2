import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { byKind, layerRows } from "./layers";

const step = (layer: string, id: string, input: string, output: string): Schemas["Step"] => ({
  layer,
  id,
  what: "",
  unit_prices: { input: { usd: input, per: 1_000_000 }, output: { usd: output, per: 1_000_000 } },
});

test("the highest layer is at the top and wins; what it leaves alone is not its doing", () => {
  const rows = layerRows([
    step("book", "b", "2.5", "10"),
    step("operator", "list", "2", "10"),
    step("operator", "factor", "1.8", "9"),
    step("tenant", "t", "1.7", "9"),
  ]);
  expect(rows.map(({ name, step, wins }) => [name, step?.id, wins])).toEqual([
    ["Contract", undefined, false],
    ["Tenant", "t", true],
    ["Operator", "factor", false],
    ["Operator", "list", false],
    ["Book", "b", false],
    ["LiteLLM", undefined, false],
  ]);
  expect(rows.map(({ changed }) => [...changed])).toEqual([
    [],
    ["input"],
    ["input", "output"],
    ["input"],
    ["input", "output"],
    [],
  ]);
});

test("no layer wins where none has a say", () => {
  expect(layerRows([]).some(({ wins }) => wins)).toBe(false);
});

test("tokens come before what is rarer", () => {
  expect(["web_searches", "output", "images", "input"].sort(byKind)).toEqual([
    "input",
    "output",
    "images",
    "web_searches",
  ]);
});
