import { expect, test } from "vitest";
import { formatUnitPrice } from "./unit-price";

test.each([
  ["0.0000025", "$2.50 / 1M"],
  ["0.00000003", "$0.03 / 1M"],
  ["0.0000000375", "$0.0375 / 1M"],
  ["0.000015", "$15.00 / 1M"],
  ["0.0001", "$100.00 / 1M"],
  ["0", "$0.00 / 1M"],
  ["0.04", "$0.04"],
  ["12.5", "$12.5"],
  ["0.111/3600", "$0.111/3600"],
])("%s is %s", (price, text) => expect(formatUnitPrice(price)).toBe(text));
