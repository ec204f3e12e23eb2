export function CustomerPage({ customer }: { customer: string }) {
  return customer;
}
