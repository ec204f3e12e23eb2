import { createFileRoute } from "@tanstack/react-router";
import { Models } from "@/features/models/models";
import { modelsSearch } from "@/features/models/search";

export const Route = createFileRoute("/models")({ validateSearch: modelsSearch, component: Models });
