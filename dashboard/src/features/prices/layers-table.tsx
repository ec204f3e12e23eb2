import type { Schemas } from "@/api/client";
import { Badge } from "@/ui/badge";
import { Money } from "@/ui/money";
import { callCost, type Usage } from "./call-cost";
import { byKind, LAYERS, type LayerRow, layerRows } from "./layers";
import { UnitPrice } from "./rate";

interface Props {
  steps: Schemas["Step"][];
  /** What the last column prices at each layer. */
  usage: Usage;
}

const CELL = "h-10 border-b px-4 whitespace-nowrap";

/** Each layer with the prices after it. What a layer changes is strong; the price that counts is the one at the top. */
export function LayersTable({ steps, usage }: Props) {
  const kinds = [...new Set(steps.flatMap(({ unit_prices }) => Object.keys(unit_prices)))].sort(byKind);
  return (
    <section
      aria-label="Layers of the price"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="w-full border-separate border-spacing-0 text-[13px]">
        <caption className="sr-only">
          Layers of the price, USD per million tokens, the highest layer first
        </caption>
        <thead>
          <tr className="text-xs text-muted">
            <Head>Layer</Head>
            <Head figures>Your call</Head>
            {kinds.map((kind) => (
              <Head key={kind} figures>
                {kind}
              </Head>
            ))}
            <Head>What it does</Head>
          </tr>
        </thead>
        <tbody>
          {layerRows(steps).map((row, index) => (
            <Row key={row.step?.id ?? `${row.layer}${index}`} row={row} kinds={kinds} usage={usage} />
          ))}
        </tbody>
      </table>
      <p className="px-4 py-2.5 text-xs text-muted">
        {LAYERS.map(([, name]) => name).join(" › ")}. A layer that says nothing leaves the price of those
        below it.
      </p>
    </section>
  );
}

function Head({ children, figures }: { children: string; figures?: boolean }) {
  return (
    <th
      scope="col"
      className={`border-b px-4 py-2 font-medium whitespace-nowrap ${figures ? "text-right" : "text-left"}`}
    >
      {children}
    </th>
  );
}

function Row({ row, kinds, usage }: { row: LayerRow; kinds: string[]; usage: Usage }) {
  const { name, step, wins, changed, layer } = row;
  return (
    <tr data-layer={layer} data-wins={wins || undefined} className="data-wins:bg-accent-soft">
      <th scope="row" className={`${CELL} text-left font-medium ${step ? "" : "text-muted"}`}>
        <bdi>{name}</bdi> {wins && <Badge tone="accent">wins</Badge>}
      </th>
      <td className={`${CELL} figures`}>
        {step ? (
          <Money usd={callCost(step.unit_prices, usage).total} className={wins ? "font-semibold" : ""} />
        ) : (
          <span className="text-muted">–</span>
        )}
      </td>
      {kinds.map((kind) => (
        <td key={kind} className={`${CELL} figures`}>
          {step && (
            <UnitPrice
              kind={kind}
              rate={step.unit_prices[kind]}
              className={changed.has(kind) ? "font-semibold" : "text-muted"}
            />
          )}
        </td>
      ))}
      <td className={`${CELL} max-w-96 truncate text-muted`}>
        {step ? (
          <>
            <span className="text-text">{step.what}</span>{" "}
            <code className="font-mono text-xs select-all">{step.id}</code>
          </>
        ) : (
          "says nothing"
        )}
      </td>
    </tr>
  );
}
