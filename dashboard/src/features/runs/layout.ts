/**
 * Where a run's spans stand, in its tree and on its time line. The API sends them depth first, with circles cut and orphans as
 * roots; places follow from that order and from the depths alone, so that no parent's name can lead anywhere. Times here are
 * for geometry.
 */
import type { Schemas } from "@/api/client";
import { compare, nano } from "@/lib/money";
import { criticalPath, type Segment } from "./critical-path";

export type Node = Schemas["NodeView"];

export interface Span {
  node: Node;
  /** Its own place. */
  index: number;
  depth: number;
  /** The place of the span above; -1 for none. */
  parent: number;
  /** The place after its last descendant. */
  end: number;
  /** When it began and ended, in milliseconds since the run began. A step that tells no duration lasts as its branch. */
  start: number;
  stop: number;
  /** When its branch began and ended. */
  first: number;
  last: number;
  failed: boolean;
  /** Where the run waited for it and for nothing below it. */
  critical: Segment[];
}

export interface Layout {
  spans: Span[];
  /** Places by event id. */
  places: Map<string, number>;
  /** Milliseconds from the first beginning to the last end. */
  length: number;
  /** Places of failed spans, in order. */
  failed: number[];
  /** Places of spans that cost anything, the costliest first. */
  costliest: number[];
}

const FINE = new Set(["ok", "success", "cancelled"]);

export function layoutOf(nodes: Node[]): Layout {
  const spans = placed(nodes);
  const origin = spans.reduce((first, span) => Math.min(first, span.start), Number.POSITIVE_INFINITY);
  for (const span of spans) {
    span.start -= origin;
    span.stop -= origin;
    span.first = span.start;
    span.last = span.stop;
  }
  spreadUp(spans);
  const length = spans.reduce((last, span) => Math.max(last, span.last), 0);
  const paths = criticalPath(spans, length);
  spans.forEach((span, index) => {
    span.critical = paths[index] ?? [];
  });
  return {
    spans,
    places: new Map(spans.map(({ node }, index) => [node.event.id, index])),
    length,
    failed: spans.flatMap((span, index) => (span.failed ? [index] : [])),
    costliest: costliestOf(spans),
  };
}

/** Each span with the one above it: the last before it that is less deep. */
function placed(nodes: Node[]): Span[] {
  const spans: Span[] = [];
  const above: number[] = [];
  const close = (depth: number) => {
    while (above.length > 0 && (spans[above.at(-1) ?? 0]?.node.depth ?? 0) >= depth) {
      const closed = spans[above.pop() ?? 0];
      if (closed) closed.end = spans.length;
    }
  };
  for (const node of nodes) {
    close(node.depth);
    const start = millisecondsOf(node.event.timestamp);
    const span: Span = {
      node,
      index: spans.length,
      depth: above.length,
      parent: above.at(-1) ?? -1,
      end: spans.length + 1,
      start,
      stop: start + Math.max(node.event.latency_ms ?? 0, 0),
      first: 0,
      last: 0,
      failed: !FINE.has(node.event.status),
      critical: [],
    };
    above.push(spans.length);
    spans.push(span);
  }
  close(Number.NEGATIVE_INFINITY);
  return spans;
}

/** Branches span what is below them: children come after their parents, so one pass from the end does it. */
function spreadUp(spans: Span[]) {
  for (let index = spans.length - 1; index >= 0; index--) {
    const span = spans[index];
    if (!span) continue;
    if (span.node.event.latency_ms == null) [span.start, span.stop] = [span.first, span.last];
    const parent = spans[span.parent];
    if (!parent) continue;
    parent.first = Math.min(parent.first, span.first);
    parent.last = Math.max(parent.last, span.last);
  }
}

function costliestOf(spans: Span[]): number[] {
  const costs = spans.map(({ node }) => node.event.cost_usd ?? "0");
  return costs
    .flatMap((cost, index) => (nano(cost) > 0n ? [index] : []))
    .sort((a, b) => compare(costs[b] ?? "0", costs[a] ?? "0") || a - b);
}

/** Milliseconds since 1970 with the microseconds that a `Date` drops. */
function millisecondsOf(timestamp: string): number {
  const micros = /\.\d{3}(\d{1,3})/.exec(timestamp)?.[1]?.padEnd(3, "0") ?? "0";
  return Date.parse(timestamp) + Number(micros) / 1000;
}

/** The places that are in sight where some branches are collapsed, in order. */
export function shownSpans(spans: Span[], collapsed: (index: number) => boolean): number[] {
  const shown: number[] = [];
  for (let index = 0; index < spans.length; ) {
    shown.push(index);
    index = collapsed(index) ? (spans[index]?.end ?? spans.length) : index + 1;
  }
  return shown;
}

/** Whether a span has others below it. */
export function isBranch(spans: Span[], index: number): boolean {
  return (spans[index]?.end ?? 0) > index + 1;
}

/** The places above a span, the nearest first. */
export function ancestors(spans: Span[], index: number): number[] {
  const above: number[] = [];
  for (let at = spans[index]?.parent ?? -1; at >= 0; at = spans[at]?.parent ?? -1) above.push(at);
  return above;
}
