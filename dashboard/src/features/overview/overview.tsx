import { Link } from "@tanstack/react-router";
import { useCosts, useSummary } from "@/api/costs";
import { useMay } from "@/api/session";
import { Breakdown } from "@/features/costs/breakdown";
import { useView } from "@/lib/view";
import { PageHead } from "@/ui/card";
import { FirstSteps } from "./first-steps";
import { Insights } from "./insights";
import { Standing } from "./standing";
import { Top } from "./top";

const TOP = 6;

/** Where spending stands, what drives it, and what deserves a look. */
export function Overview() {
  const { scope, filters, timeZone, tenantId } = useView();
  const summary = useSummary({ time_zone: timeZone, tenant_id: tenantId, ...filters });
  const mayReadRuns = useMay("runs:read");
  const top = { ...scope, ...filters, top: TOP };
  const customers = useCosts({ ...top, group_by: "customer" });
  const models = useCosts({ ...top, group_by: "model" });
  const sections = useCosts({ ...top, group_by: "section" });
  const quiet = customers.data?.total.calls === 0 && summary.data?.month.calls === 0;
  if (quiet && Object.keys(filters).length === 0) return <FirstSteps />;
  return (
    <>
      <PageHead title="Overview" />
      <Standing query={summary} />
      <Breakdown
        first="customer"
        footer={
          <p className="border-t px-4 py-2.5 text-[13px]">
            <Link to="/customers" className="text-accent hover:underline">
              All customers
            </Link>
            {mayReadRuns && (
              <Link to="/runs" search={{ sort: "cost" }} className="ml-4 text-accent hover:underline">
                Costliest runs
              </Link>
            )}
          </p>
        }
      />
      <div className="grid gap-4 lg:grid-cols-3">
        <Top by="customer" title="Top customers" query={customers} />
        <Top by="model" title="Top models" query={models} />
        <Top by="section" title="Top sections" query={sections} />
      </div>
      <Insights />
    </>
  );
}
