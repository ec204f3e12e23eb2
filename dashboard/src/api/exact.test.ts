import { expect, test } from "vitest";
import { quoteExact } from "./exact";

const read = (json: string) => JSON.parse(quoteExact(json));

test("amounts become text, digit for digit", () => {
  expect(read('{"cost_usd":0.000000001,"cost": 12.50 ,"effect_usd":null,"cost_change_usd":-1}')).toEqual({
    cost_usd: "0.000000001",
    cost: "12.50",
    effect_usd: null,
    cost_change_usd: "-1",
  });
});

test("counts and shares stay numbers, integers beyond 2^53 do not", () => {
  expect(read('{"calls":4375,"cost_share":0.5,"big":9007199254740993}')).toEqual({
    calls: 4375,
    cost_share: 0.5,
    big: "9007199254740993",
  });
});

test("what stands inside a string is left alone", () => {
  const value = { text: 'a "cost_usd":1 \\', list: ["cost_usd", 5], name: "12345678901234567890" };
  expect(read(JSON.stringify(value))).toEqual(value);
});

test("an amount after a nested object is found", () => {
  expect(read('{"window":{"from":"2026-11-01"},"cost_usd":1.10}').cost_usd).toBe("1.10");
});

test("money is told by its name, wherever the unit stands in it", () => {
  const json = '{"usd_per_million_tokens":0.100000001,"cheaper_usd_per_million_tokens":2,"status_code":200}';
  expect(JSON.parse(quoteExact(json))).toEqual({
    usd_per_million_tokens: "0.100000001",
    cheaper_usd_per_million_tokens: "2",
    status_code: 200,
  });
});
