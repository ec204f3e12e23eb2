import { expect, test } from "vitest";
import type { Schemas } from "@/api/client";
import { nano, type Usd } from "@/lib/money";
import { totals } from "@/testing/costs";
import type { Column } from "@/ui/data-table/columns";
import { changeOf, inSight, keepingOrder, type SectionRow, sectionRows, sumOf } from "./tree";

function section(path: string, cost: Usd, own: Usd, calls = 1): Schemas["SectionView"] {
  const parts = path.split("/");
  return {
    ...totals(cost, calls),
    path,
    section: parts.at(-1) ?? "",
    parent: parts.length > 1 ? parts.slice(0, -1).join("/") : null,
    depth: parts.length - 1,
    own_cost_usd: own,
    own_calls: 1,
  };
}

const now = [
  section("b", "5", "1", 3),
  section("b/x", "1", "1"),
  section("b/y", "3", "3"),
  section("a", "2", "2"),
];
const columns: Column<SectionRow>[] = [
  { id: "section", header: "", cell: ({ name }) => name, sortBy: ({ name }) => name },
  { id: "cost", header: "", cell: ({ cost }) => cost, sortBy: ({ cost }) => nano(cost) },
];
const paths = (rows: SectionRow[]) => rows.map(({ path }) => path);
const open = () => true;

test("siblings are sorted, and stay below the section around them", () => {
  const rows = sectionRows(now);
  expect(paths(inSight(rows, columns, "-cost", open))).toEqual(["b", "b/y", "b/x", "a"]);
  expect(paths(inSight(rows, columns, "section", open))).toEqual(["a", "b", "b/x", "b/y"]);
  expect(paths(inSight(rows, columns, "-cost", () => false))).toEqual(["b", "a"]);
});

test("a table that sorts by its columns leaves the tree's order alone, up and down", () => {
  for (const sort of ["cost", "-cost"]) {
    const rows = inSight(sectionRows(now), columns, sort, open);
    const by = keepingOrder(columns, rows, sort).find(({ id }) => id === "cost")?.sortBy;
    const sorted = rows.toSorted((a, b) => Number(by?.(a)) - Number(by?.(b)));
    expect(paths(sort.startsWith("-") ? sorted.reverse() : sorted)).toEqual(paths(rows));
  }
});

test("calls of a section itself that have no price are those that none below it has", () => {
  const rows = sectionRows([
    { ...section("b", "5", "1"), unpriced_calls: 5 },
    { ...section("b/x", "1", "1"), unpriced_calls: 2 },
    { ...section("b/x/z", "1", "1"), unpriced_calls: 2 },
  ]);
  expect(rows.map(({ ownUnpriced }) => ownUnpriced)).toEqual([3, 0, 2]);
});

test("only the outermost sections are added up", () => {
  expect(sumOf(sectionRows(now))).toMatchObject({ cost: "7", calls: 4, previous: undefined });
});

test("what only the other window has is shown with nothing, and counts in the change", () => {
  const rows = sectionRows(now, [section("b", "4", "4"), section("gone", "10.000000001", "9")]);
  const gone = rows.find(({ path }) => path === "gone");
  expect(gone).toMatchObject({ cost: "0", calls: 0, previous: "10.000000001" });
  expect(rows.find(({ path }) => path === "a")?.previous).toBe("0");
  const sum = sumOf(rows);
  expect(sum.previous).toBe("14.000000001");
  expect(changeOf(sum.cost, sum.previous).usd).toBe("-7.000000001");
});

test("a change of nothing has no share, and none is told without another window", () => {
  expect(changeOf("5", "0")).toEqual({ usd: "5", ratio: null });
  expect(changeOf("5", "4").ratio).toBe(0.25);
  expect(changeOf("5", undefined)).toEqual({});
});
