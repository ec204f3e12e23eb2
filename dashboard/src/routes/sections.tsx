import { createFileRoute } from "@tanstack/react-router";
import { sectionsSearch } from "@/features/sections/search";
import { Sections } from "@/features/sections/sections";

export const Route = createFileRoute("/sections")({ validateSearch: sectionsSearch, component: Sections });
