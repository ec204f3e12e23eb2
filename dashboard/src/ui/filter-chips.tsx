import { X } from "lucide-react";
import { nameOf } from "@/lib/buckets";
import { onlyOf, outOf, tagsOf } from "@/lib/filters";
import { isolated } from "@/lib/isolated";
import { DIMENSIONS, type Dimension, dimensionName } from "@/lib/search";
import { useSetSearch, useView } from "@/lib/view";

interface Props {
  /** All that the page can be narrowed by: it leaves nothing out, and other filters of the URL are not its own. */
  only?: readonly Dimension[];
}

/** What the page is narrowed to, and what is left out. Each chip takes itself away. */
export function FilterChips({ only: narrowing }: Props) {
  const { filters } = useView();
  const setSearch = useSetSearch();
  const chips = (narrowing ?? [...DIMENSIONS, ...tagsOf(filters)]).flatMap((name) => {
    const only = onlyOf(filters, name);
    const out = narrowing ? [] : outOf(filters, name);
    const left = (value: string) => out.filter((each) => each !== value);
    return [
      ...(only === undefined ? [] : [chip(name, ":", only, { [name]: undefined })]),
      ...out.map((value) => chip(name, " is not", value, { [`${name}!`]: left(value) })),
    ];
  });
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap gap-2">
      {chips.map(({ text, patch }) => (
        <Chip key={text} text={text} onRemove={() => setSearch(patch)} />
      ))}
    </ul>
  );
}

function chip(name: Dimension, relation: string, value: string, patch: Record<string, string[] | undefined>) {
  return { text: `${nameIn(name)}${relation} ${isolated(nameOf(value, name))}`, patch };
}

/** A tag's colon would be one too many. */
function nameIn(by: Dimension): string {
  return isolated(dimensionName(by).replace(": ", " "));
}

function Chip({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <li className="inline-flex h-7 max-w-full items-center gap-1 rounded-full border border-line bg-accent-soft pr-1 pl-3 text-xs font-medium">
      <span className="truncate">{text}</span>
      <button
        type="button"
        aria-label={`Remove: ${text}`}
        className="rounded-full p-1 hover:bg-sunken"
        onClick={onRemove}
      >
        <X aria-hidden className="size-3" />
      </button>
    </li>
  );
}
