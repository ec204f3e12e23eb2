import { createFileRoute } from "@tanstack/react-router";
import { CustomerPage } from "@/features/customers/customer";

export const Route = createFileRoute("/customers/$customer")({ component: Page });

function Page() {
  const { customer } = Route.useParams();
  return <CustomerPage key={customer} customer={customer} />;
}
