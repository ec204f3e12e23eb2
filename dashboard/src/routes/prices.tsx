import { createFileRoute } from "@tanstack/react-router";
import { Prices } from "@/features/prices/prices";
import { pricesSearch } from "@/features/prices/search";

export const Route = createFileRoute("/prices")({ validateSearch: pricesSearch, component: Prices });
