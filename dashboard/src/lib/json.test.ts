import { expect, test } from "vitest";
import { indentJson } from "./json";

test("every value keeps its digits and its escapes", () => {
  const json =
    '{"cost_usd":0.10,"big":12345678901234567890,"text":"a, {\\"b\\": [1]}","none":{},"list":[1,-2e-7],"ok":true}';
  const text = indentJson(json);
  expect(text).toBe(`{
  "cost_usd": 0.10,
  "big": 12345678901234567890,
  "text": "a, {\\"b\\": [1]}",
  "none": {},
  "list": [
    1,
    -2e-7
  ],
  "ok": true
}`);
  expect(JSON.parse(text)).toEqual(JSON.parse(json));
});

test("spaces that were there before change nothing", () => {
  expect(indentJson(' {\n "a" : [ ] } ')).toBe('{\n  "a": [ ]\n}');
});
