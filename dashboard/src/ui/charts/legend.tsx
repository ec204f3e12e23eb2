import type { Series } from "@/lib/buckets";
import { type Before, BeforeMark } from "./before-line";
import { seriesColour } from "./colours";

interface Props {
  series: Series[];
  before?: Before;
  /** Of the chart: what is before may have more. */
  columns: number;
  onPick?: (key: string | null | undefined, exclude: boolean) => void;
}

/** Which colour is what. A click shows only that, a click with alt all but that. */
export function Legend({ series, before, columns, onPick }: Props) {
  return (
    <ul aria-label="Legend" className="flex flex-wrap gap-x-3 gap-y-1 pt-2 pl-1 text-xs">
      {series.map((each, order) => {
        const mark = (
          <>
            <span
              aria-hidden
              className="size-2.5 rounded-xs"
              style={{ background: seriesColour(each, order) }}
            />
            <span className="max-w-44 truncate">{each.label}</span>
          </>
        );
        return (
          <li key={each.label}>
            {each.key === undefined || !onPick ? (
              <span className="flex items-center gap-1.5 py-0.5 text-muted">{mark}</span>
            ) : (
              <button
                type="button"
                title="Click: only this. Alt click: all but this."
                className="flex items-center gap-1.5 rounded px-0.5 py-0.5 text-muted hover:text-text"
                onClick={(event) => onPick(each.key, event.altKey)}
              >
                {mark}
              </button>
            )}
          </li>
        );
      })}
      {before && (
        <li className="flex items-center gap-1.5 py-0.5 text-muted">
          <BeforeMark className="w-4.5" />
          <span className="inline-block first-letter:uppercase">{before.name}</span>
          {before.buckets.length > columns &&
            ` (first ${columns} of ${before.buckets.length} ${before.unit})`}
        </li>
      )}
    </ul>
  );
}
