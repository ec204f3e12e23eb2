import { count } from "@/lib/format";
import type { Usd } from "@/lib/money";
import { formatInstant } from "@/lib/time";
import { Money } from "@/ui/money";
import { compares, type Line, linesOf, type Value } from "./evidence";

interface Props {
  caption: string;
  evidence: Record<string, unknown>;
  timeZone: string;
}

const CELL = "border-b border-line px-3 py-1 whitespace-nowrap";

/** The figures that were compared. */
export function EvidenceTable({ caption, evidence, timeZone }: Props) {
  const lines = linesOf(evidence);
  const both = compares(lines);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={caption} className="overflow-x-auto rounded-lg border bg-surface">
      <table className="w-full border-separate border-spacing-0 text-xs">
        <caption className="sr-only">{caption}</caption>
        <thead className={both ? "text-muted" : "sr-only"}>
          <tr>
            <th scope="col" className={CELL}>
              <span className="sr-only">Figure</span>
            </th>
            <th scope="col" className={`text-right font-medium ${CELL}`}>
              Now
            </th>
            {both && (
              <th scope="col" className={`text-right font-medium ${CELL}`}>
                Before
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row key={line.name} line={line} both={both} timeZone={timeZone} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({
  line: { name, now, before },
  both,
  timeZone,
}: {
  line: Line;
  both: boolean;
  timeZone: string;
}) {
  return (
    <tr className="last:*:border-b-0">
      <th scope="row" className={`text-left font-normal text-muted ${CELL}`}>
        {name}
      </th>
      <td className={`figures font-medium ${CELL}`}>{now && <Figure value={now} timeZone={timeZone} />}</td>
      {both && (
        <td className={`figures ${CELL}`}>{before && <Figure value={before} timeZone={timeZone} />}</td>
      )}
    </tr>
  );
}

function Figure({ value: { as, text }, timeZone }: { value: Value; timeZone: string }) {
  switch (as) {
    case "usd":
      return <Money usd={text as Usd} />;
    case "count":
      return count(Number(text));
    case "percent":
      return `${text}%`;
    case "times":
      return `×${text}`;
    case "time":
      return formatInstant(text, timeZone);
    case "text":
      return text;
  }
}
