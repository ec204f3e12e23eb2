import { CalendarRange } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { addDays, formatBucket, formatInstant, PRESET_NAMES, PRESETS, type Preset } from "@/lib/time";
import { useSetSearch, useView, type View } from "@/lib/view";
import { Choice } from "../choice";

const CustomRange = lazy(() => import("./custom-range"));
const CUSTOM = "custom";

/** Presets, or a window of one's own. */
export function RangePicker() {
  const view = useView();
  const setSearch = useSetSearch();
  const [asking, setAsking] = useState(false);
  const options: (readonly [Preset | typeof CUSTOM | "own", string])[] = PRESETS.map(
    (preset) => [preset, PRESET_NAMES[preset]] as const,
  );
  if (!view.preset) options.push(["own", windowName(view)]);
  options.push([CUSTOM, "Custom and comparison…"]);
  return (
    <>
      <Choice
        label="Window"
        icon={<CalendarRange aria-hidden className="size-3.5 text-muted" />}
        value={view.preset ?? "own"}
        options={options}
        onChange={(value) => {
          if (value === CUSTOM) setAsking(true);
          else if (value !== "own") setSearch({ range: value, from: undefined, to: undefined });
        }}
      />
      {asking && (
        <Suspense>
          <CustomRange onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </>
  );
}

/** A window in words: days where it has days, else instants. */
function windowName({ window: { from, to }, timeZone }: View): string {
  if (from.length > 10 || to.length > 10)
    return `${formatInstant(from, timeZone)} – ${formatInstant(to, timeZone)}`;
  const last = addDays(to, -1);
  return from === last
    ? formatBucket(from, timeZone)
    : `${formatBucket(from, timeZone)} – ${formatBucket(last, timeZone)}`;
}
