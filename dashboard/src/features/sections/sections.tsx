import { useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useSections } from "@/api/sections";
import { exportsOf } from "@/lib/exports";
import { plural } from "@/lib/format";
import { useSetSearch, useView } from "@/lib/view";
import { Card, PageHead } from "@/ui/card";
import { DataTable } from "@/ui/data-table/data-table";
import { FilterChips } from "@/ui/filter-chips";
import { Segments } from "@/ui/segments";
import { Empty, Loaded } from "@/ui/states";
import { sectionColumns } from "./columns";
import { LEVELS } from "./search";
import { inSight, keepingOrder, type SectionRow, sectionRows, sumOf } from "./tree";

const LEVEL_NAMES = { all: "All levels", top: "Top level" };
const NONE: string[] = [];

/** Where in the application money goes: the tree of sections. */
export function Sections() {
  const { level = "all", toggled = NONE, sort = "-cost" } = useSearch({ from: "/sections" });
  const { scope, filters, comparison } = useView();
  const setSearch = useSetSearch();
  const { compare_from: from, compare_to: to } = comparison;
  const query = { ...scope, ...filters };
  const sections = useSections(query);
  const before = useSections({ ...query, from, to }, from !== undefined);

  const rows = useMemo(
    () => sectionRows(sections.data?.sections ?? [], from === undefined ? undefined : before.data?.sections),
    [sections.data, before.data, from],
  );
  const sum = useMemo(() => sumOf(rows), [rows]);
  const isOpen = (row: SectionRow) => (level === "all") !== toggled.includes(row.path);
  const toggle = ({ path }: SectionRow) => {
    const others = toggled.filter((each) => each !== path);
    setSearch({ toggled: others.length < toggled.length ? others : [...toggled, path] }, { replace: true });
  };
  const all = sectionColumns({ sum, nested: rows.some(({ branch }) => branch), isOpen, onToggle: toggle });
  const shown = inSight(rows, all, sort, isOpen);
  const columns = keepingOrder(all, shown, sort);

  const open = (row: SectionRow) =>
    row.ownCalls === 0 && row.branch ? toggle(row) : setSearch({ section_path: row.path });
  const onKey = (row: SectionRow, key: string) => {
    const opens = key === "ArrowRight" && !isOpen(row);
    const closes = key === "ArrowLeft" && isOpen(row);
    if (!row.branch || !(opens || closes || key === "Enter")) return false;
    toggle(row);
    return true;
  };

  return (
    <>
      <PageHead title="Sections" />
      <FilterChips />
      <Card
        title={sections.data ? plural(rows.length, "section") : "Sections"}
        actions={
          <Segments
            label="Levels"
            value={level}
            options={LEVELS.map((each) => [each, LEVEL_NAMES[each]] as const)}
            onChange={(value) =>
              setSearch({ level: value === "all" ? undefined : value, toggled: undefined })
            }
          />
        }
      >
        <Loaded query={sections} lines={10}>
          {() => (
            <DataTable
              caption="Sections and their costs"
              rows={shown}
              columns={columns}
              rowKey={({ path }) => path}
              sort={sort}
              onSort={(next) => setSearch({ sort: next }, { replace: true })}
              onOpen={open}
              onRowKey={onKey}
              totalLabel="Total"
              exports={exportsOf("/api/v1/sections", query)}
              empty={
                <Empty title="No calls in this window">
                  A section is where in the application a call was made, such as agent:research.
                </Empty>
              }
            />
          )}
        </Loaded>
      </Card>
    </>
  );
}
