import { createFileRoute } from "@tanstack/react-router";
import { System } from "@/features/system/system";

export const Route = createFileRoute("/system")({ component: System });
