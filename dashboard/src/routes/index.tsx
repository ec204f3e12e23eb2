import { createFileRoute } from "@tanstack/react-router";
import { Overview } from "@/features/overview/overview";
import { overviewSearch } from "@/features/overview/search";

export const Route = createFileRoute("/")({ validateSearch: overviewSearch, component: Overview });
