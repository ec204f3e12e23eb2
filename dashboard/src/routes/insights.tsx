import { createFileRoute } from "@tanstack/react-router";
import { InsightsPage } from "@/features/insights/insights";
import { insightsSearch } from "@/features/insights/search";

export const Route = createFileRoute("/insights")({
  validateSearch: insightsSearch,
  component: InsightsPage,
});
