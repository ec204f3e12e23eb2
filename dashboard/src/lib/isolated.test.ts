import { expect, test } from "vitest";
import { isolated } from "./isolated";

test("a name that turns nothing is left as it is", () => {
  expect(isolated("acme / Größe 東京")).toBe("acme / Größe 東京");
});

test.each(["\u202eevil", "\u05d0", "\u0645\u0631\u062d\u0628\u0627"])("%j is shut in", (name) => {
  expect(isolated(name)).toBe(`\u2068${name}\u2069`);
});

test("a name does not open what it is shut in by", () => {
  expect(isolated("\u2069\u202eevil")).toBe("\u2068\u2068\u2069\u202eevil\u2069\u2069");
});
