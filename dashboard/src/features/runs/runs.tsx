import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { type RunsQuery, useRuns } from "@/api/runs";
import { exportsOf } from "@/lib/exports";
import { plural } from "@/lib/format";
import { useSetSearch, useView } from "@/lib/view";
import { Card, PageHead } from "@/ui/card";
import { ExportLinks } from "@/ui/data-table/export-links";
import { FilterChips } from "@/ui/filter-chips";
import { Segments } from "@/ui/segments";
import { Empty, Loaded } from "@/ui/states";
import { FilterChoice } from "./filter-choice";
import { FindRun } from "./find-run";
import { RunsTable } from "./runs-table";
import { RUN_FILTERS } from "./search";

const ENDS = [
  ["all", "All"],
  ["true", "Failed"],
  ["false", "No failures"],
] as const;

/** What was done, run by run. */
export function Runs() {
  const { sort = "time", failed, open } = useSearch({ from: "/runs/" });
  const { scope, filters } = useView();
  const setSearch = useSetSearch();
  const navigate = useNavigate({ from: "/runs/" });
  const { customer, provider, model, section } = filters;
  const query: RunsQuery = {
    ...scope,
    customer,
    provider,
    model,
    section,
    sort,
    failed: failed && failed === "true",
  };
  const found = useRuns(query);
  const runs = useMemo(() => found.data?.pages.flatMap((page) => page.runs) ?? [], [found.data]);
  const title = plural(runs.length, "run");

  const onOpen = async (run: string) => {
    // Back leads to the row that was left.
    await navigate({ to: "/runs", search: (before) => ({ ...before, open: run }), replace: true });
    await navigate({ to: "/runs/$run", params: { run }, search: (before) => before });
  };
  return (
    <>
      <PageHead title="Runs">
        <FindRun />
      </PageHead>
      <FilterChips only={RUN_FILTERS} />
      <Card
        title={found.data ? (found.hasNextPage ? `First ${title}` : title) : "Runs"}
        actions={
          <>
            {RUN_FILTERS.map((dimension) => (
              <FilterChoice key={dimension} dimension={dimension} />
            ))}
            <Segments
              label="How they ended"
              value={failed ?? "all"}
              options={ENDS}
              onChange={(value) => setSearch({ failed: value === "all" ? undefined : value })}
            />
          </>
        }
      >
        <Loaded query={found} lines={12}>
          {() =>
            runs.length === 0 ? (
              <Empty title="No such run in this window">A wider window or fewer filters may show some.</Empty>
            ) : (
              <>
                <RunsTable
                  runs={runs}
                  sort={sort}
                  open={open}
                  onSort={(next) => setSearch({ sort: next }, { replace: true })}
                  onOpen={(run) => void onOpen(run)}
                  onFilter={(id) => setSearch({ customer: id })}
                  onEnd={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
                />
                <ExportLinks exports={exportsOf("/api/v1/runs", query)} />
              </>
            )
          }
        </Loaded>
      </Card>
    </>
  );
}
