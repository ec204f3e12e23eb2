import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Money } from "./money";

test("an amount is short to see and exact to read", () => {
  render(<Money usd="21.405653745" />);
  const amount = screen.getByText("$21.41");
  expect(amount.title).toBe("$21.405653745");
  expect(amount.dataset.usd).toBe("21.405653745");
});

test("no amount is not zero", () => {
  render(<Money usd={null} />);
  expect(screen.getByText("–").dataset.usd).toBeUndefined();
});
