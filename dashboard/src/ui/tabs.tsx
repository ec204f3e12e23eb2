import { Link } from "@tanstack/react-router";

interface Props {
  label: string;
  /** The search parameter that they are kept in. */
  name: string;
  value: string;
  /** The first is shown where the URL names none. */
  options: readonly (readonly [string, string])[];
  /** Parts of the URL that belong to one tab only. */
  drop?: readonly string[];
}

/** Parts of a page, each with an address of its own. */
export function Tabs({ label, name, value, options, drop = [] }: Props) {
  const dropped = Object.fromEntries(drop.map((each) => [each, undefined]));
  return (
    <nav aria-label={label} className="flex gap-5 overflow-x-auto overflow-y-hidden border-b px-0.5">
      {options.map(([key, text], index) => (
        <Link
          key={key}
          to="."
          activeOptions={{ exact: true, includeSearch: true }}
          search={(before) => ({ ...before, ...dropped, [name]: index === 0 ? undefined : key })}
          aria-current={key === value ? "page" : undefined}
          className="-mb-px border-b-2 border-transparent pt-1 pb-2 text-[13px] font-medium whitespace-nowrap text-muted outline-offset-[-2px] hover:text-text aria-[current=page]:border-accent aria-[current=page]:text-text"
        >
          {text}
        </Link>
      ))}
    </nav>
  );
}
