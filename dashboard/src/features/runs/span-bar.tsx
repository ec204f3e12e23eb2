import type { Span } from "./layout";

/** Shorter bars would not be seen. */
const LEAST = 0.15;

/** When a span ran, as a bar; below it when the run waited for it. */
export function SpanBar({ span, length }: { span: Span; length: number }) {
  const share = (milliseconds: number) => (length > 0 ? (milliseconds / length) * 100 : 0);
  const left = Math.min(share(span.start), 100 - LEAST);
  const width = Math.max(share(span.stop - span.start), LEAST);
  return (
    <div aria-hidden className="absolute inset-0">
      <div
        data-bar
        className={`absolute top-1/2 h-2 min-w-0.5 -translate-y-1/2 rounded-xs ${colourOf(span)}`}
        style={{ left: `${left}%`, width: `${width}%` }}
      />
      {span.critical.map(({ from, to }) => (
        <div
          key={from}
          data-critical
          className="absolute top-1/2 mt-1.5 h-0.5 min-w-px bg-warn"
          style={{ left: `${share(from)}%`, width: `${share(to - from)}%` }}
        />
      ))}
    </div>
  );
}

function colourOf({ failed, node: { event } }: Span): string {
  if (failed) return "bg-bad";
  if (event.duplicate_of) return "border border-dashed border-line-strong";
  return event.price_state == null ? "bg-rest" : "bg-accent";
}
