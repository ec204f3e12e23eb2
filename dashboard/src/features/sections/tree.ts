/** The tree of sections as rows of a table. */
import type { Schemas } from "@/api/client";
import { nano, subtract, sum, type Usd, ZERO } from "@/lib/money";
import { type Column, compareValues, type Sort, sortOf } from "@/ui/data-table/columns";

type Section = Schemas["SectionView"];

/** Sums over a section and everything below it; `own` is of the section itself. */
export interface SectionRow {
  path: string;
  name: string;
  parent: string | null;
  depth: number;
  cost: Usd;
  own: Usd;
  calls: number;
  ownCalls: number;
  inputTokens: number;
  outputTokens: number;
  errors: number;
  unpriced: number;
  ownUnpriced: number;
  /** What it cost in the window that is compared with. */
  previous: Usd | undefined;
  branch: boolean;
}

/** All sections of a window, and those that only the window compared with has. */
export function sectionRows(sections: Section[], before?: Section[]): SectionRow[] {
  const previous = new Map(before?.map((section) => [section.path, section.cost_usd]));
  const now = new Set(sections.map(({ path }) => path));
  const gone = before?.filter(({ path }) => !now.has(path)) ?? [];
  const parents = new Set([...sections, ...gone].map(({ parent }) => parent));
  const below = new Map<string | null | undefined, number>();
  for (const { parent, unpriced_calls } of sections)
    below.set(parent, (below.get(parent) ?? 0) + unpriced_calls);
  const row = (section: Section): SectionRow => ({
    path: section.path,
    name: section.section || "No section",
    parent: section.parent ?? null,
    depth: section.depth,
    cost: section.cost_usd,
    own: section.own_cost_usd,
    calls: section.calls,
    ownCalls: section.own_calls,
    inputTokens: section.input_tokens,
    outputTokens: section.output_tokens,
    errors: section.errors,
    unpriced: section.unpriced_calls,
    ownUnpriced: section.unpriced_calls - (below.get(section.path) ?? 0),
    previous: before && (previous.get(section.path) ?? ZERO),
    branch: parents.has(section.path),
  });
  return [...sections.map(row), ...gone.map((section) => ({ ...row(section), ...NOTHING }))];
}

const NOTHING = {
  cost: ZERO,
  own: ZERO,
  calls: 0,
  ownCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
  errors: 0,
  unpriced: 0,
  ownUnpriced: 0,
};

/** The rows in sight, each below the one around it, siblings in the order of a column. */
export function inSight(
  rows: SectionRow[],
  columns: Column<SectionRow>[],
  sort: Sort,
  isOpen: (row: SectionRow) => boolean,
): SectionRow[] {
  const { id, desc } = sortOf(sort);
  const value = columns.find((column) => column.id === id)?.sortBy ?? (() => null);
  const below = new Map<string | null, SectionRow[]>();
  for (const row of rows) below.get(row.parent)?.push(row) ?? below.set(row.parent, [row]);
  const walk = (parent: string | null): SectionRow[] =>
    (below.get(parent) ?? [])
      .toSorted((a, b) => compareValues(value(a), value(b)) * (desc ? -1 : 1))
      .flatMap((row) => (row.branch && isOpen(row) ? [row, ...walk(row.path)] : [row]));
  return walk(null);
}

/** The same columns for a table whose rows already stand in the tree's order: whichever head sorts, they stay so. */
export function keepingOrder(
  columns: Column<SectionRow>[],
  rows: SectionRow[],
  sort: Sort,
): Column<SectionRow>[] {
  const sign = sortOf(sort).desc ? -1 : 1;
  const places = new Map(rows.map((row, index) => [row, index * sign]));
  return columns.map((column) => ({
    ...column,
    sortBy: column.sortBy && ((row) => places.get(row) ?? 0),
  }));
}

export interface Sums {
  cost: Usd;
  calls: number;
  inputTokens: number;
  outputTokens: number;
  errors: number;
  unpriced: number;
  previous: Usd | undefined;
}

/** The sums of all: of the outermost sections, which hold the others. */
export function sumOf(rows: SectionRow[]): Sums {
  const outermost = rows.filter(({ parent }) => parent === null);
  const count = (figure: (row: SectionRow) => number) => outermost.reduce((all, row) => all + figure(row), 0);
  return {
    cost: sum(outermost.map(({ cost }) => cost)),
    calls: count(({ calls }) => calls),
    inputTokens: count(({ inputTokens }) => inputTokens),
    outputTokens: count(({ outputTokens }) => outputTokens),
    errors: count(({ errors }) => errors),
    unpriced: count(({ unpriced }) => unpriced),
    previous: outermost.some(({ previous }) => previous !== undefined)
      ? sum(outermost.map(({ previous }) => previous ?? ZERO))
      : undefined,
  };
}

/** What something cost more than before, in USD and as a share of what it cost before. */
export function changeOf(cost: Usd, previous: Usd | undefined): { usd?: Usd; ratio?: number | null } {
  if (previous === undefined) return {};
  const usd = subtract(cost, previous);
  return { usd, ratio: nano(previous) === 0n ? null : Number(nano(usd)) / Number(nano(previous)) };
}
