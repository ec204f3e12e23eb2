import { Link } from "@tanstack/react-router";
import { ChevronLeft, ListTree, Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import type { Schemas } from "@/api/client";
import { useCosts } from "@/api/costs";
import { useCustomer } from "@/api/customers";
import { useMay } from "@/api/session";
import { Breakdown } from "@/features/costs/breakdown";
import { isolated } from "@/lib/isolated";
import { formatInstant } from "@/lib/time";
import { useView } from "@/lib/view";
import { BarList } from "@/ui/bar-list";
import { Card, PageHead } from "@/ui/card";
import { Empty, Loaded } from "@/ui/states";
import { CustomerStats } from "./customer-stats";

const NotesForm = lazy(() => import("./notes-form"));
const SHOWN = 8;

type Detail = Schemas["CustomerDetailView"];

/** One customer from all sides. */
export function CustomerPage({ customer }: { customer: string }) {
  const { scope, comparison, tenantId } = useView();
  const [editing, setEditing] = useState(false);
  const mayReadRuns = useMay("runs:read");
  const detail = useCustomer(customer, scope);
  const own = useCosts({ ...scope, ...comparison, customer });
  const all = useCosts(scope);
  return (
    <>
      <Link to="/customers" className="inline-flex items-center gap-1 text-[13px] text-muted hover:text-text">
        <ChevronLeft aria-hidden className="size-3.5" /> Customers
      </Link>
      <PageHead title={detail.data?.name ?? customer}>
        {mayReadRuns && (
          <Link to="/runs" search={{ customer, sort: "cost" }} className="control">
            <ListTree aria-hidden className="size-3.5" /> Costliest runs
          </Link>
        )}
        <button type="button" className="control" disabled={!detail.data} onClick={() => setEditing(true)}>
          <Pencil aria-hidden className="size-3.5" /> Name, plan, labels
        </button>
      </PageHead>
      <Loaded query={detail} lines={2}>
        {(data) => <Notes detail={data} />}
      </Loaded>
      <CustomerStats own={own} all={all} />
      <Breakdown first="model" fixed={{ customer }} />
      <Loaded query={detail}>
        {(data) => (
          <div className="grid gap-4 lg:grid-cols-2">
            <Parts
              title="Models"
              groups={data.models}
              detail={data}
              name={(group) => group.model ?? "No model"}
            />
            <Parts
              title="Sections"
              groups={data.sections}
              detail={data}
              name={(group) => group.section ?? "No section"}
            />
          </div>
        )}
      </Loaded>
      {editing && detail.data && (
        <Suspense>
          <NotesForm detail={detail.data} tenantId={tenantId} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </>
  );
}

/** What is noted about it, in one line. */
function Notes({ detail }: { detail: Detail }) {
  const { timeZone } = useView();
  const facts = [
    detail.name && detail.customer,
    detail.plan && `Plan ${isolated(detail.plan)}`,
    `First seen ${formatInstant(detail.first_seen, timeZone)}`,
    detail.alias_of && `Another id of ${isolated(detail.alias_of)}`,
    ...detail.aliases.map(({ id }) => `Also ${isolated(id)}`),
    ...Object.entries(detail.labels).map(([label, value]) => `${isolated(label)}: ${isolated(value)}`),
  ].filter(Boolean);
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-[13px] text-muted">
      {facts.map((fact) => (
        <li key={String(fact)}>{fact}</li>
      ))}
    </ul>
  );
}

interface PartsProps {
  title: string;
  groups: Schemas["GroupView"][];
  detail: Detail;
  name: (group: Schemas["GroupView"]) => string;
}

function Parts({ title, groups, detail, name }: PartsProps) {
  return (
    <Card title={title}>
      {groups.length === 0 ? (
        <Empty title="Nothing in this window" />
      ) : (
        <BarList
          total={detail.total.cost_usd}
          items={groups.slice(0, SHOWN).map((group) => ({
            key: `${group.provider} ${name(group)}`,
            label: name(group),
            usd: group.cost_usd,
            unpriced: group.unpriced_calls,
          }))}
        />
      )}
    </Card>
  );
}
