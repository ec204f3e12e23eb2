import { fireEvent, render, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Chart } from "@/lib/buckets";
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

test("hovering shows exact amounts", () => {
  show();
  const event = new MouseEvent("mousemove", { bubbles: true });
  Object.defineProperty(event, "offsetX", { value: 100 });
  fireEvent(screen.getByRole("img"), event);
  expect(within(screen.getByRole("tooltip")).getAllByText("$3.000000001")).toHaveLength(2);
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
