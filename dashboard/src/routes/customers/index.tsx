import { createFileRoute } from "@tanstack/react-router";
import { Customers } from "@/features/customers/customers";
import { customersSearch } from "@/features/customers/search";

export const Route = createFileRoute("/customers/")({
  validateSearch: customersSearch,
  component: Customers,
});
