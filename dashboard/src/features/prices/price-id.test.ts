import { expect, test } from "vitest";
import { readPriceId } from "./price-id";

test("an id tells the day of the data, since when it holds and what was put on top", () => {
  expect(
    readPriceId("2026-11-21:openai/gpt-4o@2024-10-02+batch;operator:po_1;tenant:po_2", "openai/gpt-4o"),
  ).toEqual({ version: "2026-11-21", since: "2024-10-02", overrides: ["operator:po_1", "tenant:po_2"] });
});

test("an @ of the model's own name is no date", () => {
  expect(readPriceId("2026-11-21:google/claude-3@20240229", "google/claude-3@20240229").since).toBeNull();
});

test("a model that only a list of the operator's prices has no data's day", () => {
  expect(readPriceId("operator:pi_1", "acme/house")).toEqual({
    version: null,
    since: null,
    overrides: ["operator:pi_1"],
  });
});
