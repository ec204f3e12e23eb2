import { useVirtualizer } from "@tanstack/react-virtual";
import { type MouseEvent, useEffect, useRef } from "react";
import { duration } from "@/lib/format";
import { useWidth } from "@/ui/charts/use-width";
import type { Segment } from "./critical-path";
import { ColumnHead, Row, Rows } from "./grid";
import { isBranch, type Layout } from "./layout";
import { SpanRow, WIDE } from "./span-row";
import type { Collapse } from "./use-collapse";
import type { Cursor } from "./use-cursor";
import { placeIn } from "./use-span-keys";

/** From so many pixels on tree and time line stand side by side. */
const SIDE_BY_SIDE = 620;
const ROW = 32;
const TALL_ROW = 48;
/** Rows that leave at one end are drawn anew at the other, from a pool of a multiple of so many: making them is what costs. */
const POOL = 16;
const TICKS = [0, 0.25, 0.5, 0.75];

interface Props {
  layout: Layout;
  collapse: Collapse;
  cursor: Cursor;
  /** What the time line holds. */
  range: Segment;
}

/** The spans of a run, as a tree beside their time line. Of a long run only the rows in sight are drawn. */
export function SpanTree({ layout, collapse, cursor, range }: Props) {
  const { spans } = layout;
  const { shown, isCollapsed, turn } = collapse;
  const [frame, width] = useWidth();
  const scroller = useRef<HTMLDivElement>(null);
  const wide = width >= SIDE_BY_SIDE;
  const height = wide ? ROW : TALL_ROW;
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 5,
    scrollPaddingStart: wide ? ROW : 0,
  });
  useEffect(() => {
    if (height) rows.measure();
  }, [rows, height]);
  // What keys lead to comes into sight, also when a branch had to be opened for it.
  useEffect(() => {
    const place = placeIn(shown, cursor.cursor);
    if (place >= 0 && shown[place] === cursor.cursor) rows.scrollToIndex(place);
  }, [rows, shown, cursor.cursor]);

  const items = rows.getVirtualItems();
  const pool = Math.ceil((items.length + 1) / POOL) * POOL;
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element)) return;
    const index = Number(event.target.closest<HTMLElement>("[data-span]")?.dataset.span ?? -1);
    if (index < 0) return;
    if (event.target.closest("[data-toggle]")) turn([index]);
    else cursor.show(index);
  };
  return (
    <div ref={frame} className="min-w-0">
      <div ref={scroller} data-scroller className="max-h-[68vh] overflow-y-auto overscroll-contain">
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: the page's keys do the same and more */}
        <div
          role="treegrid"
          tabIndex={0}
          aria-label="Spans"
          aria-rowcount={shown.length + 1}
          aria-activedescendant={cursor.cursor >= 0 ? `span-${cursor.cursor}` : undefined}
          onClick={onClick}
          className="block outline-offset-[-2px]"
        >
          <Head wide={wide} range={range} />
          <Rows className="relative block" style={{ height: rows.getTotalSize() }}>
            {items.map(({ index: place, start }) => {
              const index = shown[place] ?? 0;
              const span = spans[index];
              return (
                span && (
                  <SpanRow
                    key={place % pool}
                    span={span}
                    index={index}
                    place={place}
                    top={start}
                    height={height}
                    wide={wide}
                    range={range}
                    branch={isBranch(spans, index)}
                    collapsed={isCollapsed(index)}
                    current={index === cursor.cursor}
                    open={index === cursor.open}
                  />
                )
              );
            })}
          </Rows>
        </div>
      </div>
    </div>
  );
}

/** What the columns hold; over the bars the time since the run began. */
function Head({ wide, range }: { wide: boolean; range: Segment }) {
  if (!wide) {
    return (
      <Rows className="sr-only">
        <Row>
          <ColumnHead>Span</ColumnHead>
          <ColumnHead>Cost</ColumnHead>
          <ColumnHead>Duration</ColumnHead>
          <ColumnHead>Time line</ColumnHead>
        </Row>
      </Rows>
    );
  }
  const head = "truncate px-1.5 text-right";
  return (
    <Rows className="sticky top-0 z-10 block bg-surface">
      <Row className={`grid h-8 items-center border-b text-xs text-muted *:font-medium ${WIDE}`}>
        <ColumnHead className="pl-4 text-left">Span</ColumnHead>
        <ColumnHead className={head} title="Of the span and everything below it">
          Cost
        </ColumnHead>
        <ColumnHead className={head} title="Of the span and everything below it">
          Tokens
        </ColumnHead>
        <ColumnHead className={head} title="Of the span and everything below it">
          Duration
        </ColumnHead>
        <ColumnHead className="relative h-full">
          <span className="sr-only">Time line</span>
          {TICKS.map((tick) => (
            <span
              key={tick}
              aria-hidden
              className="absolute inset-y-0 flex items-center border-l pl-1 tabular-nums"
              style={{ left: `${tick * 100}%` }}
            >
              {duration(range.from + tick * (range.to - range.from))}
            </span>
          ))}
        </ColumnHead>
      </Row>
    </Rows>
  );
}
