import { expect, test } from "vitest";
import { formatOf, instantOf } from "./price-file";

test("a file's name tells its format, or nothing", () => {
  expect(formatOf("our prices.CSV")).toBe("csv");
  expect(formatOf("model_prices_and_context_window.json")).toBe("litellm");
  expect(formatOf("genai-prices.json")).toBe("genai-prices");
  expect(formatOf("data.json")).toBeUndefined();
});

test("a day is its first instant in UTC", () => {
  expect(instantOf("2026-11-25")).toBe("2026-11-25T00:00:00Z");
  expect(instantOf(null)).toBeUndefined();
});
