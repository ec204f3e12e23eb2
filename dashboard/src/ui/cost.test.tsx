import { render } from "@testing-library/react";
import { expect, test } from "vitest";
import { Cost } from "./cost";

const words = (props: Parameters<typeof Cost>[0]) => render(<Cost {...props} />).container.textContent;

test("a cost is unknown where nothing of it has a price, not where it is free", () => {
  expect(words({ usd: "0", unpriced: 1 })).toBe("unknown");
  expect(words({ usd: "0", unpriced: 0 })).toBe("$0.00");
  expect(words({ usd: "2.5", unpriced: 3 })).toBe("at least $2.50");
  expect(words({ usd: "2.5", unpriced: 3, short: true })).toBe("≥ at least $2.50");
  expect(words({ usd: null, unpriced: 3 })).toBe("–");
});
