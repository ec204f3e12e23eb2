import { createFileRoute } from "@tanstack/react-router";
import { setupSearch } from "@/features/setup/search";
import { Setup } from "@/features/setup/setup";

export const Route = createFileRoute("/setup")({ validateSearch: setupSearch, component: Setup });
