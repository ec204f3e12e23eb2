import { useSearch } from "@tanstack/react-router";
import { useExplanation } from "@/api/prices";
import { useView } from "@/lib/view";
import { Card } from "@/ui/card";
import { Empty, Loaded } from "@/ui/states";
import { CallCard } from "./call-card";
import { usageOf } from "./call-cost";
import { ExplainForm } from "./explain-form";
import { LayersTable } from "./layers-table";

const EXAMPLE = "input:1200,output:300";

/** Which price a call would get, layer by layer, and what it would cost. */
export default function Explain() {
  const search = useSearch({ from: "/prices" });
  const { provider = "", model, customer, service_tier, at } = search;
  const { tenantId } = useView();
  const query = {
    provider,
    model: model || undefined,
    customer: customer || undefined,
    service_tier: service_tier || undefined,
    at: at || undefined,
    tenant_id: tenantId,
  };
  const explanation = useExplanation(query, provider !== "");
  const usage = usageOf(search.usage ?? EXAMPLE);
  return (
    <>
      <Card title="A call">
        <ExplainForm query={query} />
      </Card>
      {provider === "" ? (
        <Empty title="Name a provider and a model">
          Names as events have them: what a call of them costs is shown here, with the layers that decide it.
        </Empty>
      ) : (
        <Loaded query={explanation}>
          {(data) => (
            <div className="space-y-4">
              <Card title={data.price_id ? "The layers, the first that counts at the top" : "No price"}>
                <p className="px-4 pb-2 text-[13px] text-muted">
                  {data.found && <strong className="font-medium text-text">{data.found}: </strong>}
                  {data.how}.
                  {data.price_id && (
                    <>
                      {" "}
                      Price <code className="font-mono text-xs break-all select-all">{data.price_id}</code>
                    </>
                  )}
                </p>
                <LayersTable steps={data.steps} usage={usage} />
              </Card>
              <CallCard rates={data.unit_prices} usage={usage} />
            </div>
          )}
        </Loaded>
      )}
    </>
  );
}
