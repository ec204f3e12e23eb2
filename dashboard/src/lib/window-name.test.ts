import { expect, test } from "vitest";
import { comparisonName, windowName } from "./window-name";

test("months, days and instants have their words", () => {
  expect(windowName({ from: "2026-11-01", to: "2026-12-01" }, "UTC")).toBe("November 2026");
  expect(windowName({ from: "2026-11-03", to: "2026-11-04" }, "UTC")).toBe("3 Nov");
  expect(windowName({ from: "2026-11-03", to: "2026-11-06" }, "UTC")).toBe("3 Nov – 5 Nov");
  expect(windowName({ from: "2026-11-03T10:00:00Z", to: "2026-11-03T11:00:00Z" }, "UTC")).toBe(
    "3 Nov 2026, 10:00 – 3 Nov 2026, 11:00",
  );
});

test("a comparison that was chosen is named, the usual one is the window before", () => {
  expect(comparisonName({ compare_from: "2026-10-01", compare_to: "2026-11-01" }, "UTC")).toBe(
    "October 2026",
  );
  expect(
    comparisonName({ compare_from: "2026-10-01T00:00:00Z", compare_to: "2026-10-25T10:00:00Z" }, "UTC"),
  ).toBe("the window before");
});
