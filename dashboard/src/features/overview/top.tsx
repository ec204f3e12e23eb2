import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/api/client";
import { nameOf } from "@/lib/buckets";
import type { Dimension } from "@/lib/search";
import { useSetSearch } from "@/lib/view";
import { BarList } from "@/ui/bar-list";
import { Card } from "@/ui/card";
import { Empty, Loaded } from "@/ui/states";

interface Props {
  by: Dimension;
  title: string;
  query: UseQueryResult<Schemas["CostsView"]>;
}

/** The costliest values of a dimension. */
export function Top({ by, title, query }: Props) {
  return (
    <Card title={title}>
      <Loaded query={query}>
        {({ groups, total }) =>
          groups.length === 0 ? (
            <Empty title="Nothing in this window" />
          ) : (
            <BarList
              total={total.cost_usd}
              items={groups.map((group) => ({
                key: group[by] ?? "",
                label: <Name by={by} value={group[by] ?? null} />,
                usd: group.cost_usd,
                unpriced: group.unpriced_calls,
              }))}
            />
          )
        }
      </Loaded>
    </Card>
  );
}

/** A customer leads to its page, anything else narrows this one. */
function Name({ by, value }: { by: Dimension; value: string | null }) {
  const setSearch = useSetSearch();
  if (by === "customer" && value) {
    return (
      <Link to="/customers/$customer" params={{ customer: value }} className="hover:underline">
        {value}
      </Link>
    );
  }
  return (
    <button
      type="button"
      className="max-w-full truncate hover:underline"
      onClick={() => setSearch({ [by]: value ?? "" })}
    >
      {nameOf(value, by)}
    </button>
  );
}
