import { CalendarRange } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { monthsSearch, monthsUntil } from "@/lib/months";
import { useNow } from "@/lib/now";
import { PRESET_NAMES, PRESETS, type Preset } from "@/lib/time";
import { useSetSearch, useView } from "@/lib/view";
import { windowName } from "@/lib/window-name";
import { Choice } from "../choice";

const CustomRange = lazy(() => import("./custom-range"));
const CUSTOM = "custom";
const MONTHS = "months";
const OWN = "own";

/** A preset is compared with the window before it. */
const NO_OWN = { from: undefined, to: undefined, compare_from: undefined, compare_to: undefined };

/** Presets, or a window of one's own. */
export function RangePicker() {
  const view = useView();
  const setSearch = useSetSearch();
  const [asking, setAsking] = useState(false);
  const options: (readonly [Preset | typeof CUSTOM | typeof MONTHS | typeof OWN, string])[] = PRESETS.map(
    (preset) => [preset, PRESET_NAMES[preset]] as const,
  );
  const now = new Date(useNow());
  const months = () => {
    const [month = "", last = ""] = monthsUntil(now, view.timeZone, 2);
    setSearch(monthsSearch(month, last));
  };
  if (!view.preset) options.push([OWN, windowName(view.window, view.timeZone)]);
  options.push([MONTHS, "This month against last"], [CUSTOM, "Days, months, comparison…"]);
  return (
    <>
      <Choice
        label="Window"
        icon={<CalendarRange aria-hidden className="size-3.5 text-muted" />}
        value={view.preset ?? OWN}
        options={options}
        onChange={(value) => {
          if (value === CUSTOM) setAsking(true);
          else if (value === MONTHS) months();
          else if (value !== OWN) setSearch({ range: value, ...NO_OWN });
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
