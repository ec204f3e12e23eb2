import { expect, test } from "vitest";
import { revisionOf } from "./draft";

const typed = (fields: Record<string, string>) => (name: string) => fields[name] ?? null;
const window = { since: "2026-11-01", until: "2026-11-02", reason: "why" };

test("days are those of the time zone", () => {
  expect(revisionOf("reprice", typed(window), "Europe/Berlin")).toEqual({
    kind: "reprice",
    since: "2026-10-31T23:00:00.000Z",
    until: "2026-11-01T23:00:00.000Z",
    unpriced_only: false,
    reason: "why",
  });
});

test("events are named one a line or with commas", () => {
  expect(revisionOf("void", typed({ events: "a, b\nc\n", reason: "twice" }), "UTC")).toEqual({
    kind: "void",
    events: ["a", "b", "c"],
    reason: "twice",
  });
});

test("a customer that is not named is none", () => {
  expect(revisionOf("reassign", typed({ ...window, to: "acme" }), "UTC")).toMatchObject({
    from: null,
    to: "acme",
  });
});

test("what is missing is said", () => {
  expect(revisionOf("void", typed({ reason: "x" }), "UTC")).toContain("events");
  expect(revisionOf("reprice", typed({ reason: "x" }), "UTC")).toContain("day");
  expect(revisionOf("reprice", typed({ ...window, reason: "" }), "UTC")).toContain("why");
});
