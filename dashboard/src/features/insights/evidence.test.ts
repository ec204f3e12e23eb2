import { expect, test } from "vitest";
import { compares, linesOf } from "./evidence";
import { runsSearch } from "./runs-search";

test("a figure and the one before it are one line", () => {
  const lines = linesOf({ before_calls: 700, before_cost_usd: "7.000000001", recent_calls: 90, times: 2.5 });
  expect(lines).toEqual([
    { name: "Calls", now: { as: "count", text: "90" }, before: { as: "count", text: "700" } },
    { name: "Cost", now: undefined, before: { as: "usd", text: "7.000000001" } },
    { name: "Ratio", now: { as: "times", text: "2.5" }, before: undefined },
  ]);
  expect(compares(lines)).toBe(true);
  expect(compares(linesOf({ calls: 1 }))).toBe(false);
});

test.each([
  ["usd_per_million_tokens", "0.2", "usd", "Cost per million tokens"],
  ["cheaper_usd_per_million_tokens", "0.2", "usd", "Cheaper cost per million tokens"],
  ["average_day_usd", "1", "usd", "Average day"],
  ["recent_error_percent", 5.5, "percent", "Error rate"],
  ["percent_of_all_calls", 7.88, "percent", "Share of all calls"],
  ["times_cost_per_call", 2, "times", "Ratio of cost per call"],
  ["recent_from", "2026-11-01T00:00:00Z", "time", "From"],
  ["cheaper_model", "gpt-4o-mini", "text", "Cheaper model"],
  ["p95_calls", 12, "count", "95th percentile of calls"],
])("%s is read by its name", (key, raw, as, name) => {
  expect(linesOf({ [key]: raw })[0]).toMatchObject({ name, now: { as, text: String(raw) } });
});

test("the runs of an insight are a page with the same filters", () => {
  const path = "/api/v1/runs?&tenant_id=acme&customer=&section=a%2Fb&from=2026-11-19T00%3A00%3A00Z&sort=cost";
  expect(runsSearch(path)).toEqual({
    tenant: "acme",
    customer: "",
    section: "a/b",
    from: "2026-11-19T00:00:00Z",
    sort: "cost",
  });
  expect(runsSearch("/api/v1/runs?tenant_id=default_tenant&sort=time")).toEqual({ sort: "time" });
});
