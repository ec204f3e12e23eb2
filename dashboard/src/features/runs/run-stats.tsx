import type { Schemas } from "@/api/client";
import { compact, count, duration, percent, plural } from "@/lib/format";
import { nano } from "@/lib/money";
import { Money } from "@/ui/money";
import { Figure, Stat } from "@/ui/stat";
import type { Layout } from "./layout";

/** What a run cost, how long it took, and how much of it. */
export function RunStats({ run, layout }: { run: Schemas["RunDetailView"]; layout: Layout }) {
  const {
    input_tokens: input,
    output_tokens: output,
    cache_read_tokens: read,
    unpriced_calls: unpriced,
  } = run;
  return (
    <div className="grid grid-cols-2 gap-3 xl:grid-cols-4">
      <Stat label="Cost" usd={run.cost_usd} unpriced={unpriced}>
        {unpriced > 0 && <span className="text-warn">{plural(unpriced, "call")} without a price </span>}
        {nano(run.customer_paid_cost_usd) > 0n && (
          <>
            Customers paid <Money usd={run.customer_paid_cost_usd} />
          </>
        )}
      </Stat>
      <Figure label="Duration" value={duration(run.duration_ms)}>
        {plural(layout.spans.filter(({ critical }) => critical.length > 0).length, "span")} on the critical
        path
      </Figure>
      <Figure label="Calls" value={count(run.calls)}>
        {run.failed_spans > 0 ? (
          <span className="text-bad">{plural(run.failed_spans, "span")} failed</span>
        ) : (
          "none failed"
        )}
      </Figure>
      <Figure label="Tokens" value={compact(input + output)}>
        {compact(input)} in, {compact(output)} out
        {read > 0 && `, ${percent(read / Math.max(input, 1))} of the input from caches`}
      </Figure>
    </div>
  );
}
