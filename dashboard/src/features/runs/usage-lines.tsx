import type { Schemas } from "@/api/client";
import { formatUnitPrice } from "@/lib/unit-price";
import { Money } from "@/ui/money";

const quantity = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

/** What a call used, what a unit of it cost, and where that price is from. */
export function UsageLines({ event }: { event: Schemas["EventView"] }) {
  const { usage, price_state: state, price_id: price } = event;
  if (state == null) return <p className="text-muted">A step around calls: it has no usage and no price.</p>;
  const head = "pb-1 text-xs font-medium text-muted";
  return (
    <div>
      <table className="w-full">
        <caption className="sr-only">Usage of this span</caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className={`${head} text-left`}>
              Usage
            </th>
            <th scope="col" className={`${head} text-right`}>
              Quantity
            </th>
            <th scope="col" className={`${head} text-right`}>
              Unit price
            </th>
            <th scope="col" className={`${head} text-right`}>
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {usage.map((line) => (
            <tr key={line.kind} className="border-b">
              <th scope="row" className="py-1.5 text-left font-normal">
                {line.kind}
              </th>
              <td className="figures py-1.5 pl-2">{quantity.format(line.quantity)}</td>
              <td className="figures py-1.5 pl-2 whitespace-nowrap text-muted">
                {line.unit_price_usd ? (
                  <span data-unit-price={line.unit_price_usd} title={`$${line.unit_price_usd} for one`}>
                    {formatUnitPrice(line.unit_price_usd)}
                  </span>
                ) : (
                  "no price"
                )}
              </td>
              <td className="figures py-1.5 pl-2">
                <Money usd={line.cost_usd} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <PriceSource state={state} price={price} />
    </div>
  );
}

/** A price id names its layers: the book's day and entry, then the overrides on top of it. */
function PriceSource({ state, price }: { state: string; price: string | null | undefined }) {
  const layers = price?.split(";") ?? [];
  return (
    <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-xs">
      <dt className="text-muted">Price state</dt>
      <dd className={state === "unpriced" ? "font-medium text-warn" : ""}>{state}</dd>
      {layers.length > 0 && (
        <>
          <dt className="text-muted">Price from</dt>
          <dd>
            <ul>
              {layers.map((layer) => (
                <li key={layer} className="break-all">
                  {layer}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}
