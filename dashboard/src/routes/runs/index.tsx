import { createFileRoute } from "@tanstack/react-router";
import { Runs } from "@/features/runs/runs";
import { runsSearch } from "@/features/runs/search";

export const Route = createFileRoute("/runs/")({ validateSearch: runsSearch, component: Runs });
