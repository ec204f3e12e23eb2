import { useCosts } from "@/api/costs";
import { nameOf } from "@/lib/buckets";
import { dimensionName } from "@/lib/search";
import { useSetSearch, useView } from "@/lib/view";
import { Choice } from "@/ui/choice";
import type { RUN_FILTERS } from "./search";

const SHOWN = 50;
/** No value of a dimension: the API's are not so named. */
const ANY = "\u0000any";

/** Narrows by one of the costliest values of a dimension in the window. */
export function FilterChoice({ dimension }: { dimension: (typeof RUN_FILTERS)[number] }) {
  const { scope, filters } = useView();
  const setSearch = useSetSearch();
  const costs = useCosts({ ...scope, group_by: dimension, top: SHOWN });
  const chosen = filters[dimension];
  const values = new Set(costs.data?.groups.map((group) => group[dimension] ?? "") ?? []);
  if (chosen !== undefined) values.add(chosen);
  // Only a customer can be asked for by its absence.
  if (dimension !== "customer") values.delete("");
  const name = dimensionName(dimension);
  return (
    <Choice
      label={name}
      value={chosen ?? ANY}
      options={[
        [ANY, `Any ${name.toLowerCase()}`],
        ...[...values].map((value) => [value, nameOf(value || null, dimension)] as const),
      ]}
      onChange={(value) => setSearch({ [dimension]: value === ANY ? undefined : value })}
    />
  );
}
