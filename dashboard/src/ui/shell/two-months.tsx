import { type FormEvent, useState } from "react";
import { monthBefore, monthName, monthOf, monthsSearch, monthsUntil } from "@/lib/months";
import { useNow } from "@/lib/now";
import { useSetSearch, useView } from "@/lib/view";

/** As far back as is offered; older ones by their days. */
const OFFERED = 25;

/** One month against another, in one choice. */
export function TwoMonths({ onDone }: { onDone: () => void }) {
  const { window, comparison, timeZone } = useView();
  const setSearch = useSetSearch();
  const months = monthsUntil(new Date(useNow()), timeZone, OFFERED);
  const [month, setMonth] = useState(monthOf(window) ?? months[0] ?? "");
  const [against, setAgainst] = useState(
    monthOf({ from: comparison.compare_from, to: comparison.compare_to }) ?? monthBefore(month),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSearch(monthsSearch(month, against));
    onDone();
  };
  return (
    <form onSubmit={submit}>
      <fieldset className="grid grid-cols-2 items-end gap-3">
        <legend className="mb-1.5 text-[13px] font-medium">Two months</legend>
        <Month label="Month" months={months} value={month} onChange={setMonth} />
        <Month label="Against" months={months} value={against} onChange={setAgainst} />
        <button type="submit" className="primary col-span-2 justify-self-end" disabled={month === against}>
          Compare
        </button>
      </fieldset>
    </form>
  );
}

interface MonthProps {
  label: string;
  months: string[];
  value: string;
  onChange: (month: string) => void;
}

function Month({ label, months, value, onChange }: MonthProps) {
  return (
    <label className="flex flex-col text-xs text-muted">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="control mt-1 w-full"
      >
        {[...new Set([...months, value])].map((month) => (
          <option key={month} value={month}>
            {monthName(month)}
          </option>
        ))}
      </select>
    </label>
  );
}
