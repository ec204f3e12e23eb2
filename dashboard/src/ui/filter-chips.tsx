import { X } from "lucide-react";
import { nameOf } from "@/lib/buckets";
import { DIMENSION_NAMES, DIMENSIONS, type Dimension } from "@/lib/search";
import { useSetSearch, useView } from "@/lib/view";

interface Props {
  /** What the page can be narrowed by; other filters of the URL are not its own. */
  dimensions?: readonly Dimension[];
  /** What is left out of a breakdown, and how to take it back. */
  without?: { by: Dimension; keys: string[]; onChange: (keys: string[]) => void };
}

/** What the page is narrowed to. Each chip takes itself away. */
export function FilterChips({ dimensions = DIMENSIONS, without }: Props) {
  const { filters } = useView();
  const setSearch = useSetSearch();
  const active = dimensions.filter((name) => filters[name] !== undefined);
  if (active.length === 0 && !without?.keys.length) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap gap-2">
      {active.map((name) => (
        <Chip
          key={name}
          text={`${DIMENSION_NAMES[name]}: ${nameOf(filters[name], name)}`}
          onRemove={() => setSearch({ [name]: undefined })}
        />
      ))}
      {without?.keys.map((key) => (
        <Chip
          key={`without ${key}`}
          text={`Without ${nameOf(key, without.by)}`}
          onRemove={() => without.onChange(without.keys.filter((each) => each !== key))}
        />
      ))}
    </ul>
  );
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
