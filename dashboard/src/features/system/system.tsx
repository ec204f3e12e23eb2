import { ExternalLink } from "lucide-react";
import type { ReactNode } from "react";
import { useReady, useSystem } from "@/api/system";
import { LookOnly, useIsAdmin } from "@/features/session/admin";
import { count } from "@/lib/format";
import { formatInstant } from "@/lib/time";
import { useView } from "@/lib/view";
import { Badge } from "@/ui/badge";
import { Card, PageHead } from "@/ui/card";
import { Facts } from "@/ui/facts";
import { Loaded } from "@/ui/states";
import { Queue } from "./queue";
import { bytes, uptime } from "./words";

/** How the collector is, asked again every five seconds while in sight. */
export function System() {
  const { tenantId, timeZone } = useView();
  const isAdmin = useIsAdmin();
  const ready = useReady();
  const system = useSystem(tenantId, isAdmin);
  return (
    <>
      <PageHead title="System">
        <a href="/api/docs/" className="control">
          API reference <ExternalLink aria-hidden className="size-3.5" />
        </a>
      </PageHead>
      <div className="grid gap-4 md:grid-cols-2">
        <Card title="Health">
          <Loaded query={ready} lines={3}>
            {(health) => (
              <Body>
                <Facts
                  facts={[
                    [
                      "Traffic",
                      health.ready ? (
                        <Badge tone="good">ready</Badge>
                      ) : (
                        <Badge tone="bad">not ready: asks for no more traffic</Badge>
                      ),
                    ],
                    [
                      "Database",
                      health.database ? (
                        <Badge tone="good">answers</Badge>
                      ) : (
                        <Badge tone="bad">does not answer</Badge>
                      ),
                    ],
                    [
                      "Queue",
                      <span key="queue" className="tabular-nums">
                        {health.queue_fullness_percent}% full
                      </span>,
                    ],
                    ["Looked", formatTime(ready.dataUpdatedAt, timeZone)],
                  ]}
                />
              </Body>
            )}
          </Loaded>
        </Card>
        {isAdmin ? (
          <Loaded query={system} lines={4}>
            {({ version, started_at, auth, price_book }) => (
              <Card title="Program" className="h-full">
                <Body>
                  <Facts
                    facts={[
                      ["Version", version],
                      ["Runs for", uptime(started_at, system.dataUpdatedAt)],
                      ["Started", formatInstant(started_at, timeZone)],
                      ["Keys", auth === "open" ? "none: open mode" : "required"],
                      ["Price book", `of ${price_book.version}, ${count(price_book.models)} models`],
                    ]}
                  />
                </Body>
              </Card>
            )}
          </Loaded>
        ) : (
          <LookOnly>More of the system is told to a key with the scope</LookOnly>
        )}
        {isAdmin && system.data && (
          <>
            <Queue queue={system.data.queue} />
            <Card title="Database">
              <Body>
                <Facts
                  facts={[
                    ["Kind", `${system.data.database.kind} ${system.data.database.version}`],
                    ["Schema", `migration ${system.data.database.schema_version}`],
                    [
                      "Size",
                      <span key="size" title={`${count(system.data.database.size_bytes)} bytes`}>
                        {bytes(system.data.database.size_bytes)}
                      </span>,
                    ],
                  ]}
                />
              </Body>
            </Card>
          </>
        )}
      </div>
    </>
  );
}

function Body({ children }: { children: ReactNode }) {
  return <div className="px-4 pt-1 pb-4">{children}</div>;
}

function formatTime(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone, timeStyle: "medium" }).format(at);
}
