import { Link } from "@tanstack/react-router";
import { ChevronLeft, TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import type { Schemas } from "@/api/client";
import { useRun } from "@/api/runs";
import { count } from "@/lib/format";
import { formatInstant } from "@/lib/time";
import { useView } from "@/lib/view";
import { PageHead } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { Loaded } from "@/ui/states";
import { layoutOf } from "./layout";
import { RunStats } from "./run-stats";
import { Spans } from "./spans";

type Run = Schemas["RunDetailView"];

/** One run: what it cost, span by span. */
export function RunPage({ id }: { id: string }) {
  const { tenantId } = useView();
  const run = useRun(id, tenantId);
  return (
    <>
      <Link
        from="/runs/$run"
        to="/runs"
        search={(before) => ({ ...before, span: undefined, zoom: undefined, levels: undefined })}
        className="inline-flex items-center gap-1 text-[13px] text-muted hover:text-text"
      >
        <ChevronLeft aria-hidden className="size-3.5" /> Runs
      </Link>
      <PageHead title={<span title={id}>{id}</span>}>
        <CopyButton text={id} label="Copy the id" />
      </PageHead>
      <Loaded query={run} lines={12}>
        {(data) => <Body run={data} />}
      </Loaded>
    </>
  );
}

function Body({ run }: { run: Run }) {
  const layout = useMemo(() => layoutOf(run.tree), [run.tree]);
  return (
    <div className="space-y-4">
      <Facts run={run} />
      <RunStats run={run} layout={layout} />
      {run.truncated && (
        <p role="note" className="flex items-center gap-2.5 rounded-lg bg-warn-soft px-4 py-2.5 text-[13px]">
          <TriangleAlert aria-hidden className="size-4 shrink-0 text-warn" />
          The first {count(run.tree.length)} of {count(run.spans)} spans are shown. The figures above count
          them all.
        </p>
      )}
      <Spans layout={layout} />
    </div>
  );
}

function Facts({ run }: { run: Run }) {
  const { timeZone } = useView();
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-[13px] text-muted">
      <li>Started {formatInstant(run.started_at, timeZone)}</li>
      <li>
        {run.customer ? (
          <Link
            to="/customers/$customer"
            params={{ customer: run.customer }}
            className="text-accent hover:underline"
          >
            {run.customer}
          </Link>
        ) : run.several_customers ? (
          "Several customers"
        ) : (
          "No customer"
        )}
      </li>
      {run.top_section && (
        <li>
          Costliest section: <bdi>{run.top_section}</bdi>
        </li>
      )}
    </ul>
  );
}
