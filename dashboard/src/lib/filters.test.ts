import { expect, test } from "vitest";
import { filtersOf, onlyOf, outOf, tagsOf } from "./filters";
import { parseSearch, sharedSearch } from "./search";

const of = (query: string) => filtersOf(sharedSearch(parseSearch(query)));

test("a value that alone is looked at leaves all others out, of tags too", () => {
  expect(of("?customer=a&customer!=b&tag:feature=chat&tag:feature!=rag")).toEqual({
    customer: "a",
    "tag:feature": "chat",
  });
});

test("no value is a filter as well", () => {
  expect(of("?tag:feature=&tag:team!=")).toEqual({ "tag:feature": "", "tag:team!": [""] });
});

test("what a tag is narrowed to, and what is left out of it", () => {
  const filters = of("?tag:feature=chat&tag:team!=x&tag:team!=y&model!=m");
  expect(tagsOf(filters)).toEqual(["tag:feature", "tag:team"]);
  expect([onlyOf(filters, "tag:feature"), onlyOf(filters, "tag:team")]).toEqual(["chat", undefined]);
  expect([outOf(filters, "tag:team"), outOf(filters, "model"), outOf(filters, "tag:feature")]).toEqual([
    ["x", "y"],
    ["m"],
    [],
  ]);
});
