import type { Segment } from "./critical-path";
import type { Span } from "./layout";

/** Shorter bars would not be seen. */
const LEAST = 0.15;

/** When a span ran, as a bar; below it when the run waited for it. */
export function SpanBar({ span, range }: { span: Span; range: Segment }) {
  const length = range.to - range.from;
  const share = (milliseconds: number) => (length > 0 ? (milliseconds / length) * 100 : 0);
  const inside = ({ from, to }: Segment) => to >= range.from && from <= range.to;
  const placed = ({ from, to }: Segment, least: number) => {
    const left = Math.min(Math.max(share(from - range.from), 0), 100 - least);
    const right = Math.min(share(to - range.from), 100);
    return { left: `${left}%`, width: `${Math.max(right - left, least)}%` };
  };
  const own = { from: span.start, to: span.stop };
  return (
    <>
      {inside(own) && (
        <div
          data-bar
          className={`absolute top-1/2 h-2 min-w-0.5 -translate-y-1/2 rounded-xs ${colourOf(span)}`}
          style={placed(own, LEAST)}
        />
      )}
      {apart(span.critical.filter(inside), (LEAST / 100) * length).map((segment, place) => (
        <div
          // Marks have no identity: rows are drawn anew for other spans.
          key={place}
          data-critical
          className="absolute top-1/2 mt-1.5 h-0.5 min-w-px bg-warn"
          style={placed(segment, 0)}
        />
      ))}
    </>
  );
}

/** Segments that are nearer to each other than can be seen, as one: a step of thousands of calls has thousands. */
function apart(segments: Segment[], least: number): Segment[] {
  const joined: Segment[] = [];
  for (const { from, to } of segments) {
    const before = joined.at(-1);
    if (before && from - before.to < least) before.to = to;
    else joined.push({ from, to });
  }
  return joined;
}

function colourOf({ failed, node: { event } }: Span): string {
  if (failed) return "bg-bad";
  if (event.duplicate_of) return "border border-dashed border-line-strong";
  return event.price_state == null ? "bg-rest" : "bg-accent";
}
