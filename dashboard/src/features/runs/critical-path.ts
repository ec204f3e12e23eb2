/** A part of the time line, in milliseconds since the run began. */
export interface Segment {
  from: number;
  to: number;
}

interface Timed {
  parent: number;
  first: number;
  last: number;
}

/**
 * What the run's duration consisted of. Read from the end: a branch waited for the child that ended last, before that one began
 * for the one that had ended last until then, and so on; between them it was busy itself. What ran beside those is not on the
 * path. For each span the segments in which the run waited for it and for nothing below it; none off the path.
 */
export function criticalPath(spans: Timed[], length: number): Segment[][] {
  const children = childrenByEnd(spans);
  const paths: Segment[][] = spans.map(() => []);
  const waiting: { index: number; until: number }[] = [{ index: ROOT, until: length }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { index, until } = next;
    const own: Segment[] = [];
    let cursor = until;
    for (const child of children[index + 1] ?? []) {
      const { first, last } = spans[child] ?? { first: 0, last: 0 };
      if (last > cursor || first === last) continue;
      if (last < cursor) own.push({ from: last, to: cursor });
      waiting.push({ index: child, until: last });
      cursor = first;
    }
    const first = spans[index]?.first ?? 0;
    if (first < cursor) own.push({ from: first, to: cursor });
    if (index !== ROOT) paths[index] = own.reverse();
  }
  return paths;
}

/** What is above all roots. */
const ROOT = -1;

/** The children of the root and of each span, those that end last first. */
function childrenByEnd(spans: Timed[]): number[][] {
  const children: number[][] = Array.from({ length: spans.length + 1 }, () => []);
  const byEnd = spans.map((_, index) => index);
  byEnd.sort((a, b) => (spans[b]?.last ?? 0) - (spans[a]?.last ?? 0));
  for (const index of byEnd) children[(spans[index]?.parent ?? ROOT) + 1]?.push(index);
  return children;
}
