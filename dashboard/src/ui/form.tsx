import { type ComponentProps, type ReactNode, useId } from "react";

export const INPUT = "h-9 w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-sm";

interface FieldProps extends ComponentProps<"input"> {
  label: string;
  hint?: ReactNode;
}

/** A labelled field. What it means stands below it and is read with it. */
export function Field({ label, hint, className, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className={`min-w-0 ${className ?? ""}`}>
      <label className="block text-[13px] font-medium">
        <span className="mb-1 block">{label}</span>
        <input className={INPUT} aria-describedby={hint ? id : undefined} {...input} />
      </label>
      {hint && (
        <p id={id} className="mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

interface SelectProps extends Omit<ComponentProps<"select">, "children"> {
  label: string;
  options: readonly (readonly [string, string])[];
}

export function SelectField({ label, options, className, ...select }: SelectProps) {
  return (
    <label className={`block min-w-0 text-[13px] font-medium ${className ?? ""}`}>
      <span className="mb-1 block">{label}</span>
      <select className={INPUT} {...select}>
        {options.map(([key, name]) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What was typed into a field of a form; `null`: nothing. */
export function textOf(fields: FormData, name: string): string | null {
  return String(fields.get(name) ?? "").trim() || null;
}

/** What is wrong with a form, said at once. */
export function Fault({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="text-[13px] text-bad">
      {children}
    </p>
  );
}
