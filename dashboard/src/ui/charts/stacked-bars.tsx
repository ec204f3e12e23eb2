import { lazy, Suspense, useState } from "react";
import { type Chart, windowOf } from "@/lib/buckets";
import { geometry, sum, ZERO } from "@/lib/money";
import { columns, linearFromZero } from "@/lib/scale";
import type { Window } from "@/lib/time";
import { BottomAxis, LeftAxis } from "./axes";
import { type Before, BeforeLine } from "./before-line";
import { seriesColour } from "./colours";
import { Legend } from "./legend";
import { useDrag } from "./use-drag";
import { useWidth } from "./use-width";

// Nobody hovers before the chart is drawn.
const BarTooltip = lazy(() => import("./bar-tooltip"));
const HEIGHT = 260;
const MARGIN = { top: 12, right: 8, bottom: 26, left: 56 };

/** What a click on a bar or a legend means: the value of the dimension, `null` for calls without one. */
export type Pick = (key: string | null) => void;

interface Props {
  label: string;
  chart: Chart;
  /** Another window's spend, to compare with. */
  before?: Before;
  timeZone: string;
  onZoom?: (window: Window) => void;
  onFilter?: Pick;
  onExclude?: Pick;
}

/** Spend over time, stacked. Drag to zoom, click to filter, click with alt to exclude. */
export function StackedBars({ label, chart, before, timeZone, onZoom, onFilter, onExclude }: Props) {
  const [ref, width] = useWidth();
  const [hovered, setHovered] = useState<number | null>(null);
  const inner = {
    width: Math.max(width - MARGIN.left - MARGIN.right, 10),
    height: HEIGHT - MARGIN.top - MARGIN.bottom,
  };
  const totals = chart.buckets.map((_, index) =>
    sum(chart.series.map(({ amounts }) => amounts[index] ?? ZERO)),
  );
  const x = columns(chart.buckets.length, inner.width);
  // Columns that the chart lacks have no place in it; the legend says so.
  const beside = before?.amounts.slice(0, totals.length) ?? [];
  const y = linearFromZero(Math.max(...[...totals, ...beside].map(geometry), 0), inner.height);
  const drag = useDrag(x.step, chart.buckets.length, MARGIN.left, (first, last) => {
    const window = windowOf(chart, first, last);
    if (window) onZoom?.(window);
  });
  const pick = (key: string | null | undefined, exclude: boolean) => {
    if (key !== undefined) (exclude ? onExclude : onFilter)?.(key);
  };

  return (
    <figure className="px-4 pb-3">
      <div ref={ref} className="relative">
        <svg
          role="img"
          aria-label={`${label}. The table below has the figures.`}
          width={width}
          height={HEIGHT}
          className="block touch-pan-y select-none"
          {...(onZoom && drag.handlers)}
          onMouseMove={(event) => setHovered(drag.at(event.nativeEvent.offsetX))}
          onMouseLeave={() => setHovered(null)}
        >
          <LeftAxis scale={y} left={MARGIN.left} top={MARGIN.top} width={inner.width} />
          <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
            {chart.buckets.map((bucket, index) => {
              let base = inner.height;
              return (
                <g key={bucket} opacity={hovered === null || hovered === index ? 1 : 0.55}>
                  {chart.series.map((series, order) => {
                    const height = inner.height - y(geometry(series.amounts[index] ?? ZERO));
                    base -= height;
                    return height > 0 ? (
                      // biome-ignore lint/a11y/noStaticElementInteractions: the legend does the same by keyboard
                      <rect
                        key={series.label}
                        data-series={series.label}
                        x={x(index)}
                        y={base}
                        width={x.width}
                        height={height}
                        rx={Math.min(2, height / 2)}
                        fill={seriesColour(series, order)}
                        className={series.key !== undefined && onFilter ? "cursor-pointer" : ""}
                        onClick={(event) => !drag.moved() && pick(series.key, event.altKey)}
                      />
                    ) : null;
                  })}
                </g>
              );
            })}
            {beside.length > 0 && <BeforeLine amounts={beside} x={x} y={y} />}
            {drag.range && (
              <rect
                x={Math.min(...drag.range) * x.step}
                width={(Math.abs(drag.range[1] - drag.range[0]) + 1) * x.step}
                height={inner.height}
                fill="var(--accent)"
                opacity={0.15}
                pointerEvents="none"
              />
            )}
          </g>
          <BottomAxis
            buckets={chart.buckets}
            scale={x}
            top={HEIGHT - MARGIN.bottom}
            left={MARGIN.left}
            timeZone={timeZone}
          />
        </svg>
        {hovered !== null && !drag.range && (
          <Suspense>
            <BarTooltip
              chart={chart}
              index={hovered}
              total={totals[hovered] ?? ZERO}
              before={before}
              timeZone={timeZone}
              left={MARGIN.left + x(hovered) + x.width / 2}
              width={width}
            />
          </Suspense>
        )}
      </div>
      {(chart.series.length > 1 || before) && (
        <Legend
          series={chart.series}
          before={before}
          columns={chart.buckets.length}
          onPick={onFilter && pick}
        />
      )}
    </figure>
  );
}
