import { type FormEvent, useState } from "react";
import { addDays, civilDay } from "@/lib/time";
import { useSetSearch, useView } from "@/lib/view";
import { Dialog } from "../dialog";
import { TwoMonths } from "./two-months";

/** Asks for the first and the last day of the window, and of another one to compare with. */
export default function CustomRange({ onClose }: { onClose: () => void }) {
  const { window, comparison, timeZone } = useView();
  const setSearch = useSetSearch();
  const day = (text: string | undefined) =>
    text && (text.length === 10 ? text : civilDay(new Date(text), timeZone));
  const lastDay = (text: string | undefined) => {
    if (!text) return undefined;
    return text.length === 10 ? addDays(text, -1) : civilDay(new Date(Date.parse(text) - 1), timeZone);
  };
  const [error, setError] = useState("");

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const [first, last, before, until] = ["first", "last", "before", "until"].map((name) =>
      String(fields.get(name)),
    );
    if (!first || !last || last < first) return setError("The last day must not be before the first.");
    if (Boolean(before) !== Boolean(until) || (before && until && until < before)) {
      return setError("To compare, name a first and a last day in order.");
    }
    setSearch({
      range: undefined,
      from: first,
      to: addDays(last, 1),
      compare: undefined,
      compare_from: before || undefined,
      compare_to: until ? addDays(until, 1) : undefined,
    });
    onClose();
  };

  return (
    <Dialog title="Window" onClose={onClose}>
      <TwoMonths onDone={onClose} />
      <form onSubmit={submit} className="mt-4 space-y-4 border-t pt-4">
        <Days
          legend="Days"
          names={["first", "last"]}
          values={[day(window.from), lastDay(window.to)]}
          required
        />
        <Days
          legend="Compared with (left empty: the window before)"
          names={["before", "until"]}
          values={[day(comparison.compare_from), lastDay(comparison.compare_to)]}
        />
        <p className="text-xs text-muted">Days begin at midnight in {timeZone}.</p>
        {error && (
          <p role="alert" className="text-[13px] text-bad">
            {error}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <button type="button" className="control" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary">
            Show
          </button>
        </div>
      </form>
    </Dialog>
  );
}

interface DaysProps {
  legend: string;
  names: [string, string];
  values: [string | undefined, string | undefined];
  required?: boolean;
}

function Days({ legend, names, values, required }: DaysProps) {
  const words = ["First day", "Last day"];
  return (
    <fieldset>
      <legend className="mb-1.5 text-[13px] font-medium">{legend}</legend>
      <div className="grid grid-cols-2 gap-3">
        {names.map((name, index) => (
          <label key={name} className="text-xs text-muted">
            {words[index]}
            <input
              type="date"
              name={name}
              required={required}
              defaultValue={values[index]}
              className="control mt-1 w-full"
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
