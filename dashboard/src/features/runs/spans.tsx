import { useSearch } from "@tanstack/react-router";
import { ChevronsDownUp, ChevronsUpDown, CircleAlert, CircleDollarSign, Scan } from "lucide-react";
import { lazy, type ReactNode, Suspense, useCallback, useMemo } from "react";
import { plural } from "@/lib/format";
import { useSetSearch } from "@/lib/view";
import { Card } from "@/ui/card";
import { Choice } from "@/ui/choice";
import { isBranch, type Layout } from "./layout";
import { SpanTree } from "./span-tree";
import { useCollapse } from "./use-collapse";
import { useCursor } from "./use-cursor";
import { nextCostliest, nextFailed, useSpanKeys } from "./use-span-keys";

const SpanPanel = lazy(() => import("./span-panel"));
const ALL = "all";
const LEVELS = [1, 2, 3, 4, 6, 10];

/** The tree of a run, and the span that is open. */
export function Spans({ layout }: { layout: Layout }) {
  const { span, zoom, levels } = useSearch({ from: "/runs/$run" });
  const setSearch = useSetSearch();
  const collapse = useCollapse(layout, levels);
  const cursor = useCursor(layout, span);
  const { reveal } = collapse;
  const { show } = cursor;
  const jump = useCallback(
    (index: number | undefined) => {
      if (index === undefined) return;
      reveal(index);
      show(index);
    },
    [reveal, show],
  );
  const collapseTo = (value: string | undefined) => setSearch({ levels: value }, { replace: true });
  const turnAll = () => collapseTo(levels === undefined ? "1" : undefined);
  const { spans, costliest, failed } = layout;
  const zoomed = spans[layout.places.get(zoom ?? "") ?? -1];
  const zoomable = branchAt(spans, cursor.cursor);
  const onZoom = () =>
    setSearch({ zoom: zoomed || !zoomable ? undefined : zoomable.node.event.id }, { replace: true });
  useSpanKeys({ layout, collapse, cursor, jump, zoom: onZoom, turnAll });

  const range = useMemo(
    () => (zoomed ? { from: zoomed.first, to: zoomed.last } : { from: 0, to: layout.length }),
    [zoomed, layout.length],
  );
  const deepest = spans.reduce((depth, each) => Math.max(depth, each.depth + 1), 1);
  const opened = spans[cursor.open];
  return (
    <Card
      title={plural(spans.length, "span")}
      actions={
        <>
          {failed.length > 0 && (
            <Action
              label={`Next of ${plural(failed.length, "failure")}`}
              keys="n"
              icon={<CircleAlert aria-hidden className="size-3.5 text-bad" />}
              onClick={() => jump(nextFailed(layout, cursor.cursor))}
            />
          )}
          {costliest.length > 0 && (
            <Action
              label="Most expensive"
              keys="e"
              icon={<CircleDollarSign aria-hidden className="size-3.5 text-accent" />}
              onClick={() => jump(nextCostliest(layout, cursor.open))}
            />
          )}
          {(zoomed || zoomable) && (
            <Action
              label={zoomed ? "Whole time line" : "Zoom to branch"}
              keys="z"
              icon={<Scan aria-hidden className="size-3.5" />}
              onClick={onZoom}
            />
          )}
          <Choice
            label="Levels"
            value={levels ? String(levels) : ALL}
            options={[
              [ALL, "All levels"],
              ...[...new Set([...LEVELS.filter((each) => each < deepest), ...(levels ? [levels] : [])])]
                .sort((a, b) => a - b)
                .map((each) => [String(each), plural(each, "level")] as const),
            ]}
            onChange={(value) => collapseTo(value === ALL ? undefined : value)}
          />
          <Action
            label={levels === undefined ? "Collapse all" : "Expand all"}
            keys="c"
            icon={
              levels === undefined ? (
                <ChevronsDownUp aria-hidden className="size-3.5" />
              ) : (
                <ChevronsUpDown aria-hidden className="size-3.5" />
              )
            }
            onClick={turnAll}
          />
        </>
      }
    >
      <div className={`border-t ${opened ? "lg:grid lg:grid-cols-[minmax(0,1fr)_380px]" : ""}`}>
        <SpanTree layout={layout} collapse={collapse} cursor={cursor} range={range} />
        {opened && (
          <Suspense>
            <SpanPanel
              span={opened}
              placeOf={(id) => layout.places.get(id)}
              onOpen={jump}
              onClose={cursor.close}
            />
          </Suspense>
        )}
      </div>
      <Legend />
    </Card>
  );
}

/** The branch that a span heads or stands in, where it is not the whole run. */
function branchAt(spans: Layout["spans"], index: number) {
  const branch = isBranch(spans, index) ? spans[index] : spans[spans[index]?.parent ?? -1];
  return branch && branch.end - branch.index < spans.length ? branch : undefined;
}

interface ActionProps {
  label: string;
  keys: string;
  icon: ReactNode;
  onClick: () => void;
}

function Action({ label, keys, icon, onClick }: ActionProps) {
  return (
    <button type="button" className="control" aria-keyshortcuts={keys} onClick={onClick}>
      {icon}
      {label}
      <kbd aria-hidden className="hidden rounded border px-1 font-sans text-[11px] text-muted lg:inline">
        {keys}
      </kbd>
    </button>
  );
}

function Legend() {
  const marks = [
    ["bg-accent", "Call"],
    ["bg-rest", "Step"],
    ["bg-bad", "Failed"],
    ["border border-dashed border-line-strong", "Billed elsewhere"],
    ["h-0.5! bg-warn", "Critical path: what the run waited for"],
  ];
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 border-t px-4 py-2 text-xs text-muted">
      {marks.map(([mark, name]) => (
        <li key={name} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={`h-2 w-4 rounded-xs ${mark}`} />
          {name}
        </li>
      ))}
    </ul>
  );
}
