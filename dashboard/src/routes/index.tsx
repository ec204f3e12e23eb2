import { createFileRoute } from "@tanstack/react-router";
import { breakdownSearch } from "@/features/costs/search";
import { Overview } from "@/features/overview/overview";

export const Route = createFileRoute("/")({ validateSearch: breakdownSearch, component: Overview });
