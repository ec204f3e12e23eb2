import { createFileRoute } from "@tanstack/react-router";
import { breakdownSearch } from "@/features/costs/search";
import { CustomerPage } from "@/features/customers/customer";

export const Route = createFileRoute("/customers/$customer")({
  validateSearch: breakdownSearch,
  component: Page,
});

function Page() {
  const { customer } = Route.useParams();
  return <CustomerPage key={customer} customer={customer} />;
}
