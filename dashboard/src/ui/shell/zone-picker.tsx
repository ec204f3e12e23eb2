import { Globe } from "lucide-react";
import { localZone } from "@/lib/time";
import { useSetSearch, useView } from "@/lib/view";
import { Choice } from "../choice";

/** The zone of hours, days and months. */
export function ZonePicker() {
  const { timeZone, usualZone } = useView();
  const setSearch = useSetSearch();
  const zones = new Set([usualZone, timeZone, localZone(), "UTC", ...Intl.supportedValuesOf("timeZone")]);
  return (
    <Choice
      label="Time zone"
      icon={<Globe aria-hidden className="size-3.5 text-muted" />}
      value={timeZone}
      options={[...zones].map((zone) => [zone, zone.replaceAll("_", " ")] as const)}
      onChange={(zone) => setSearch({ time_zone: zone === usualZone ? undefined : zone })}
    />
  );
}
