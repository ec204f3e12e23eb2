import { createFileRoute } from "@tanstack/react-router";
import { Corrections } from "@/features/corrections/corrections";
import { correctionsSearch } from "@/features/corrections/search";

export const Route = createFileRoute("/corrections")({
  validateSearch: correctionsSearch,
  component: Corrections,
});
