import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import type { Column, Sort } from "./columns";
import { DataTable } from "./data-table";

interface Row {
  id: string;
  cost: bigint;
}
const rows: Row[] = [
  { id: "b", cost: 2n },
  { id: "others", cost: 9n },
  { id: "a", cost: 10n },
];
const columns: Column<Row>[] = [
  { id: "id", header: "Id", cell: (row) => row.id, sortBy: (row) => row.id },
  {
    id: "cost",
    header: "Cost",
    figures: true,
    cell: (row) => String(row.cost),
    sortBy: (row) => row.cost,
    total: "21",
  },
];

function Table(props: Partial<Parameters<typeof DataTable<Row>>[0]>) {
  const [sort, setSort] = useState<Sort>("-cost");
  return (
    <DataTable
      caption="Costs"
      rows={rows}
      columns={columns}
      rowKey={(row) => row.id}
      sort={sort}
      onSort={setSort}
      {...props}
    />
  );
}

const ids = () => [...document.querySelectorAll("[data-row]")].map((row) => row.firstChild?.textContent);

test("heads sort, figures the largest first, and what is last stays last", async () => {
  render(<Table isLast={(row) => row.id === "others"} />);
  expect(ids()).toEqual(["a", "b", "others"]);
  await userEvent.click(screen.getByRole("button", { name: "Cost" }));
  expect(ids()).toEqual(["b", "a", "others"]);
  expect(screen.getByRole("columnheader", { name: "Cost" }).getAttribute("aria-sort")).toBe("ascending");
});

test("j and k walk, Enter opens, Esc leaves", async () => {
  const onOpen = vi.fn();
  render(<Table onOpen={onOpen} />);
  await userEvent.keyboard("jj");
  await waitFor(() => expect(document.activeElement?.getAttribute("data-row")).toBe("1"));
  await userEvent.keyboard("{Enter}");
  expect(onOpen).toHaveBeenCalledWith(rows[1]);
  await userEvent.keyboard("{Escape}");
  expect(document.activeElement).toBe(document.body);
});

test("keys that are meant for a field do not move the table", async () => {
  render(
    <>
      <input aria-label="Field" />
      <Table />
    </>,
  );
  await userEvent.type(screen.getByLabelText("Field"), "jj");
  expect(document.activeElement?.tagName).toBe("INPUT");
});

test("a click opens, a click with alt excludes", async () => {
  const [onOpen, onExclude] = [vi.fn(), vi.fn()];
  render(<Table onOpen={onOpen} onExclude={onExclude} />);
  const user = userEvent.setup();
  await user.click(screen.getByText("b"));
  expect(onOpen).toHaveBeenCalledWith(rows[0]);
  await user.keyboard("{Alt>}");
  await user.click(screen.getByText("b"));
  expect(onExclude).toHaveBeenCalledWith(rows[0]);
});

test("the total and the files belong to the table", () => {
  render(<Table totalLabel="Total" exports={{ csv: "/c?format=csv", ndjson: "/c?format=ndjson" }} />);
  expect(within(screen.getByRole("row", { name: "Total 21" })).getByText("21")).toBeTruthy();
  expect(screen.getByRole("link", { name: "CSV" }).getAttribute("href")).toBe("/c?format=csv");
});

test("no rows say so", () => {
  render(<Table rows={[]} />);
  expect(screen.getByText("Nothing in this window")).toBeTruthy();
});
