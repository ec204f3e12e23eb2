import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { UnitPrice } from "./rate";

test("tokens are shown by the million, whatever they are priced for, with the API's own digits beside", () => {
  render(
    <UnitPrice
      kind="input"
      rate={{ usd: "0.0025", per: 1000, above: [{ tokens: 200_000, usd: "0.005" }] }}
    />,
  );
  const price = screen.getByText("$2.50");
  expect(price.textContent).toBe("$2.50>200K $5.00");
  expect(price.dataset).toMatchObject({ unitUsd: "0.0025", per: "1000" });
  expect(price.title).toBe("$0.0025 per 1,000, $0.005 above 200,000 prompt tokens");
});

test("what is no token keeps its own units", () => {
  render(<UnitPrice kind="web_searches" rate={{ usd: "10", per: 1000 }} />);
  expect(screen.getByText("$10.00 / 1K")).toBeTruthy();
});

test("no price is not a price of nothing", () => {
  render(<UnitPrice kind="input" rate={undefined} />);
  expect(screen.getByText("–").dataset.unitUsd).toBeUndefined();
});
