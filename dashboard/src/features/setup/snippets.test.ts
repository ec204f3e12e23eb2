import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { SNIPPETS, type Target } from "./snippets";

const target: Target = {
  url: "http://127.0.0.1:8000",
  key: "llmo_sk_abc",
  tenantId: `o'brien "and" $(touch x) \\ sons`,
  eventId: "first-1",
};

function text(id: string, change: Partial<Target> = {}): string {
  return SNIPPETS.find((each) => each.id === id)?.text({ ...target, ...change }) ?? "";
}

test("a shell reads the words of the curl command as they were meant", () => {
  const words = execFileSync("sh", ["-c", text("curl").replace("curl", "printf '%s\\1'")], {
    encoding: "utf8",
  });
  const [, address, , authorization, , , , body = ""] = words.split("\x01");
  expect(address).toBe("http://127.0.0.1:8000/events");
  expect(authorization).toBe("Authorization: Bearer llmo_sk_abc");
  expect(JSON.parse(body)).toMatchObject({ id: "first-1", tenant_id: target.tenantId, provider: "openai" });
});

test("what is not needed is left out", () => {
  for (const { id } of SNIPPETS) {
    const plain = text(id, { key: null, tenantId: null });
    expect(plain).not.toMatch(/api_?key|authorization|tenant/i);
    expect(plain).toContain("127.0.0.1:8000");
  }
});

test("Python takes any text as it is", () => {
  expect(text("python")).toContain(String.raw`tenant_id="o'brien \"and\" $(touch x) \\ sons",`);
});

test("OpenTelemetry's headers are what exporters decode", () => {
  const script = `${text("opentelemetry")}\nprintf '%s' "$OTEL_EXPORTER_OTLP_TRACES_HEADERS"`;
  const headers = execFileSync("sh", ["-c", script], { encoding: "utf8" }).split(",");
  const decoded = headers.map((each) => each.split("=").map(decodeURIComponent));
  expect(decoded).toEqual([
    ["authorization", "Bearer llmo_sk_abc"],
    ["x-tenant-id", target.tenantId],
  ]);
});
