import { createFileRoute } from "@tanstack/react-router";
import { RunPage } from "@/features/runs/run";
import { runSearch } from "@/features/runs/search";

export const Route = createFileRoute("/runs/$run")({ validateSearch: runSearch, component: Page });

function Page() {
  const { run } = Route.useParams();
  return <RunPage key={run} id={run} />;
}
