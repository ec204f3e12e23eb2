import { CircleAlert, CopyMinus, Unlink } from "lucide-react";
import { memo } from "react";
import { compact, count, duration } from "@/lib/format";
import { Money } from "@/ui/money";
import type { Segment } from "./critical-path";
import { Cell, Row } from "./grid";
import type { Span } from "./layout";
import { SpanBar } from "./span-bar";
import { spanName } from "./span-name";

const INDENT = 14;
/** The room of the arrow that a branch has. */
const TOGGLE = 26;
/** Deeper spans are not moved further to the right: their names would have no room. */
const DEEPEST = 10;

interface Props {
  span: Span;
  index: number;
  /** Its place among the rows shown. */
  place: number;
  top: number;
  height: number;
  /** Tree and time line side by side, else the bar is in the row. */
  wide: boolean;
  /** What the time line holds. */
  range: Segment;
  /** Has others below it, and whether they are hidden. */
  branch: boolean;
  collapsed: boolean;
  current: boolean;
  open: boolean;
}

/** A span: its place in the tree, what its branch cost, and its bar. Clicks are handled by the tree. */
export const SpanRow = memo(function SpanRow(props: Props) {
  const { span, index, place, top, height, wide, range, branch, collapsed, current, open } = props;
  const { subtree, subtree_duration_ms } = span.node;
  const cell = "figures truncate px-1.5";
  return (
    <Row
      id={`span-${index}`}
      aria-level={span.depth + 1}
      aria-rowindex={place + 2}
      aria-expanded={branch ? !collapsed : undefined}
      aria-selected={open}
      data-span={index}
      data-current={current || undefined}
      style={{ transform: `translateY(${top}px)`, height }}
      className={`absolute inset-x-0 top-0 grid [contain:strict] cursor-pointer items-center border-b border-line/60 text-[13px] hover:bg-sunken aria-selected:bg-accent-soft data-current:outline-2 data-current:-outline-offset-2 data-current:outline-accent ${wide ? WIDE : NARROW}`}
    >
      <NameCell span={span} branch={branch} collapsed={collapsed} wide={wide} />
      <Cell className={`${cell} ${branch ? "font-medium" : ""}`}>
        <Money usd={subtree.calls > 0 || span.node.event.cost_usd != null ? subtree.cost_usd : null} />
      </Cell>
      {wide && (
        <Cell
          className={`${cell} text-muted`}
          title={`${count(subtree.input_tokens)} in, ${count(subtree.output_tokens)} out`}
        >
          {compact(subtree.input_tokens + subtree.output_tokens)}
        </Cell>
      )}
      <Cell className={`${cell} text-muted`}>{duration(subtree_duration_ms)}</Cell>
      <Cell aria-hidden className={wide ? "relative h-full" : "relative col-span-3 h-2.5 self-start"}>
        <SpanBar span={span} range={range} />
      </Cell>
    </Row>
  );
});

/** The columns of a row; the head has the same. */
export const WIDE = "grid-cols-[minmax(0,5fr)_108px_60px_72px_minmax(0,6fr)] pr-3";
const NARROW = "grid-cols-[minmax(0,1fr)_100px_68px] px-2";

type NameProps = Pick<Props, "span" | "branch" | "collapsed" | "wide">;

function NameCell({ span, branch, collapsed, wide }: NameProps) {
  const { event, parent_missing: orphan } = span.node;
  const name = spanName(event);
  const step = event.price_state == null;
  return (
    <Cell
      className="flex min-w-0 items-center gap-1.5"
      style={{ paddingLeft: (branch ? 8 : 8 + TOGGLE) + Math.min(span.depth, DEEPEST) * INDENT }}
    >
      {branch && (
        <svg
          aria-hidden="true"
          data-toggle
          viewBox="0 0 20 20"
          className={`size-5 shrink-0 fill-none stroke-muted stroke-2 ${collapsed ? "" : "rotate-90"}`}
        >
          <path d="m8 6 4 4-4 4" />
        </svg>
      )}
      {span.depth > DEEPEST && <span className="text-[11px] text-muted">{span.depth}</span>}
      {span.failed ? (
        <CircleAlert aria-label="Failed" role="img" className="size-3.5 shrink-0 text-bad" />
      ) : (
        <span
          aria-hidden
          className={`size-2 shrink-0 ${step ? "rounded-xs border-2 border-line-strong" : "rounded-full bg-accent"}`}
        />
      )}
      <span className={`truncate ${step ? "font-medium" : ""} ${span.failed ? "text-bad" : ""}`} title={name}>
        {name}
      </span>
      {wide && !step && event.section && (
        <span className="min-w-0 shrink-[20] truncate text-xs text-muted">{event.section}</span>
      )}
      {event.duplicate_of && (
        <CopyMinus aria-label="Billed elsewhere" role="img" className="size-3.5 shrink-0 text-muted" />
      )}
      {orphan && (
        <Unlink aria-label="Its parent was never sent" role="img" className="size-3.5 shrink-0 text-warn" />
      )}
      {span.critical.length > 0 && <span className="sr-only">On the critical path</span>}
    </Cell>
  );
}
