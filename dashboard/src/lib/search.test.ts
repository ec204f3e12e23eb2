import { expect, test } from "vitest";
import { parseSearch, sharedSearch, stringifySearch } from "./search";

test("values stay text, and what is repeated is a list", () => {
  expect(parseSearch("?customer=123&without=a&without=b")).toEqual({ customer: "123", without: ["a", "b"] });
});

test("an empty filter is kept: it asks for calls without one", () => {
  expect(stringifySearch({ customer: "", model: undefined })).toBe("?customer=");
  expect(stringifySearch({})).toBe("");
});

test("a URL comes back as it was", () => {
  const search = { customer: "a&b=c", without: ["x", "y"], range: "7d" };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

test("tags are kept by their names, readable, and given back", () => {
  const search = { by: "tag:feature", "tag:feature": "chat", "tag:team!": ["x", "a&b"] };
  const text = stringifySearch(search);
  expect(text).toBe("?by=tag:feature&tag:feature=chat&tag:team!=x&tag:team!=a%26b");
  expect(sharedSearch(parseSearch(text))).toMatchObject({
    "tag:feature": "chat",
    "tag:team!": ["x", "a&b"],
  });
  expect(sharedSearch({ "tag:feature": ["a", "b"], "tag:": "x" })).not.toHaveProperty("tag:");
});

test("a tag may be called anything", () => {
  const search = { "tag:a&b=c#d": "", "tag:Größe +1": "x" };
  expect(parseSearch(stringifySearch(search))).toEqual(search);
});

test("what does not fit is dropped and the rest is kept", () => {
  const search = sharedSearch({ range: "never", customer: "acme", time_zone: "Nowhere", from: "soon" });
  expect(search).toMatchObject({
    range: undefined,
    customer: "acme",
    time_zone: undefined,
    from: undefined,
  });
});
