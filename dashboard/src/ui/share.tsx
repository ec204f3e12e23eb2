import { percent } from "@/lib/format";

/** A share of a whole, as a figure and as a bar. */
export function Share({ of }: { of: number }) {
  return (
    <span className="inline-flex items-center justify-end gap-2">
      <span aria-hidden className="hidden h-1.5 w-16 overflow-hidden rounded-full bg-sunken sm:block">
        <span
          className="block h-full rounded-full bg-accent"
          style={{ width: `${Math.min(Math.max(of, 0), 1) * 100}%` }}
        />
      </span>
      <span className="min-w-11">{percent(of)}</span>
    </span>
  );
}
