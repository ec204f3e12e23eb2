import { Plus, X } from "lucide-react";
import { useId } from "react";
import { INPUT } from "@/ui/form";
import { PERS, type PriceLine } from "./override-draft";

const KINDS = [
  "input",
  "output",
  "cache_read",
  "cache_write",
  "cache_write_1h",
  "reasoning",
  "input_audio",
  "output_audio",
  "images",
  "seconds",
  "characters",
  "requests",
  "web_searches",
];

interface Props {
  lines: PriceLine[];
  onChange: (lines: PriceLine[]) => void;
}

/** Prices by kind of usage; kinds that are not named keep theirs. */
export function PriceLines({ lines, onChange }: Props) {
  const id = useId();
  const set = (index: number, part: Partial<PriceLine>) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, ...part } : line)));
  const add = () => {
    const next = Math.max(...lines.map((line) => line.id)) + 1;
    const kind = KINDS.find((each) => !lines.some((line) => line.kind === each)) ?? "";
    onChange([...lines, { id: next, kind, price: "", per: lines.at(-1)?.per ?? "1000000" }]);
  };
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-[13px] font-medium">
        Prices in USD; kinds that are not named keep theirs
      </legend>
      <datalist id={id}>
        {KINDS.map((kind) => (
          <option key={kind} value={kind} />
        ))}
      </datalist>
      {lines.map((line, index) => (
        <div key={line.id} className="grid grid-cols-[1fr_1fr] gap-2 sm:grid-cols-[1fr_1.4fr_auto_auto]">
          <input
            aria-label={`Kind ${index + 1}`}
            list={id}
            required
            value={line.kind}
            onChange={({ target }) => set(index, { kind: target.value })}
            className={INPUT}
          />
          <input
            aria-label={`Price ${index + 1}`}
            required
            value={line.price}
            placeholder="2.50, >200000 = 5"
            onChange={({ target }) => set(index, { price: target.value })}
            className={`${INPUT} tabular-nums`}
          />
          <select
            aria-label={`Units ${index + 1}`}
            value={line.per}
            onChange={({ target }) => set(index, { per: target.value })}
            className={INPUT}
          >
            {PERS.map(([per, name]) => (
              <option key={per} value={per}>
                {name}
              </option>
            ))}
          </select>
          <button
            type="button"
            aria-label={`Remove price ${index + 1}`}
            disabled={lines.length === 1}
            onClick={() => onChange(lines.filter((_, at) => at !== index))}
            className="control h-9 justify-center px-2"
          >
            <X aria-hidden className="size-4" />
          </button>
        </div>
      ))}
      <button type="button" className="control" onClick={add}>
        <Plus aria-hidden className="size-3.5" /> Another kind
      </button>
    </fieldset>
  );
}
