import { Link } from "@tanstack/react-router";
import { useSeedDemo } from "@/api/demo";
import { plural } from "@/lib/format";
import { Card } from "@/ui/card";
import { ErrorState } from "@/ui/states";

/** Invented calls to look at, by one click. */
export function DemoData({ tenantId }: { tenantId: string | undefined }) {
  const seed = useSeedDemo(tenantId);
  return (
    <Card title="Only looking?">
      <div className="space-y-3 px-4 pb-4 text-[13px]">
        <p className="text-muted">
          Fill this tenant with invented calls: 5,000 in 30 days, of 50 customers. They cannot be told from
          your own afterwards.
        </p>
        {seed.data ? (
          <p role="status">
            {plural(seed.data.created, "call")} stored.{" "}
            <Link to="/" className="text-accent underline">
              Look at the overview
            </Link>
          </p>
        ) : (
          <button type="button" className="control" disabled={seed.isPending} onClick={() => seed.mutate()}>
            {seed.isPending ? "Storing demo data…" : "Store demo data"}
          </button>
        )}
      </div>
      {seed.error && <ErrorState error={seed.error} />}
    </Card>
  );
}
