import type { ReactNode } from "react";

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
  icon?: ReactNode;
}

/** A labelled choice: the platform's own select, which every reader and keyboard knows. */
export function Choice<T extends string>({ label, value, options, onChange, icon }: Props<T>) {
  return (
    <label className="control relative">
      {icon}
      <span className="sr-only">{label}</span>
      <select
        className="max-w-36 cursor-pointer sm:max-w-44 appearance-none truncate bg-transparent pr-4 outline-none"
        value={value}
        onChange={(event) => onChange(event.target.value as T)}
      >
        {options.map(([key, name]) => (
          <option key={key} value={key} className="bg-raised text-text">
            {name}
          </option>
        ))}
      </select>
      <span aria-hidden className="pointer-events-none absolute right-2 text-[10px] text-muted">
        ▾
      </span>
    </label>
  );
}
