import { fireEvent, render, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Chart } from "@/lib/buckets";
import type { Usd } from "@/lib/money";
import { StackedBars } from "./stacked-bars";

const chart: Chart = {
  buckets: ["2026-11-01", "2026-11-02"],
  series: [
    { key: "a", label: "a", total: "3.000000001", amounts: ["3.000000001", "0"] },
    { key: undefined, label: "Others", total: "1", amounts: ["0", "1"] },
  ],
};
const show = (props: Partial<Parameters<typeof StackedBars>[0]> = {}) =>
  render(<StackedBars label="Spend" chart={chart} timeZone="UTC" {...props} />);
const bar = (name: string) => document.querySelector(`rect[data-series="${name}"]`) as Element;

test("nothing spent draws no mark", () => {
  show();
  expect(document.querySelectorAll("rect[data-series]")).toHaveLength(2);
});

test("a click filters, a click with alt excludes, and what is beyond the top does neither", () => {
  const [onFilter, onExclude] = [vi.fn(), vi.fn()];
  show({ onFilter, onExclude });
  fireEvent.click(bar("a"));
  fireEvent.click(screen.getByRole("button", { name: "a" }), { altKey: true });
  fireEvent.click(bar("Others"));
  expect(onFilter.mock.calls).toEqual([["a"]]);
  expect(onExclude.mock.calls).toEqual([["a"]]);
});

const hoverAt = (offsetX: number) => {
  const event = new MouseEvent("mousemove", { bubbles: true });
  Object.defineProperty(event, "offsetX", { value: offsetX });
  fireEvent(screen.getByRole("img"), event);
};
const card = async () => within(await screen.findByRole("tooltip"));

test("hovering shows exact amounts", async () => {
  show();
  hoverAt(100);
  expect((await card()).getAllByText("$3.000000001")).toHaveLength(2);
});

const before = (...amounts: Usd[]) => ({
  name: "October 2026",
  unit: "days",
  buckets: amounts.map((_, index) => `2026-10-0${index + 1}`),
  amounts,
});

test("another window is a line of its own, named in the legend and on hovering", async () => {
  show({ before: before("2", "0.000000001") });
  expect(screen.getByRole("list", { name: "Legend" }).textContent).toContain("October 2026");
  hoverAt(560);
  expect((await card()).getByText("2 Oct, October 2026")).toBeTruthy();
  expect((await card()).getByText("$0.000000001").getAttribute("data-usd")).toBe("0.000000001");
});

test("a window of fewer days has no line for the others, one of more says what is drawn", async () => {
  const { rerender } = show({ before: before("2") });
  const points = () => document.querySelector("[data-before] polyline")?.getAttribute("points")?.split(" ");
  expect(points()).toHaveLength(3);
  hoverAt(560);
  expect((await card()).queryByText(/October/)).toBeNull();
  rerender(<StackedBars label="Spend" chart={chart} timeZone="UTC" before={before("2", "1", "40")} />);
  expect(points()).toHaveLength(4);
  expect(screen.getByText(/first 2 of 3 days/)).toBeTruthy();
  expect(screen.queryByText("$40")).toBeNull();
});

test("dragging zooms into whole days", () => {
  const onZoom = vi.fn();
  show({ onZoom });
  const svg = screen.getByRole("img");
  const at = (type: string, offsetX: number) => {
    const event = new MouseEvent(type, { bubbles: true, button: 0 });
    Object.defineProperty(event, "offsetX", { value: offsetX });
    fireEvent(svg, event);
  };
  at("pointerdown", 100);
  at("pointermove", 560);
  at("pointerup", 560);
  expect(onZoom).toHaveBeenCalledWith({ from: "2026-11-01", to: "2026-11-03" });
});
