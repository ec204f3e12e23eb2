/** How to send a first event. One more way is one more entry of `SNIPPETS`. */

export interface Target {
  /** The collector's address. */
  url: string;
  /** `null` where no key is needed. */
  key: string | null;
  /** `null` where the key says it, or where it is the usual one. */
  tenantId: string | null;
  /** An id that no event had before. */
  eventId: string;
}

interface Snippet {
  id: string;
  name: string;
  /** What has to be done before, or what comes of it. */
  hint: string;
  text: (target: Target) => string;
}

export const SNIPPETS: Snippet[] = [
  {
    id: "python",
    name: "Python",
    hint: "Install the SDK from a clone: pip install ./sdk/python. Every call of a patched provider package is then sent.",
    text: ({ url, key, tenantId }) =>
      [
        "import llmobserve",
        "from openai import OpenAI",
        "",
        "llmobserve.observe(",
        `    collector_url=${quoted(url)},`,
        ...(key === null ? [] : [`    api_key=${quoted(key)},`]),
        ...(tenantId === null ? [] : [`    tenant_id=${quoted(tenantId)},`]),
        ")",
        "",
        'with llmobserve.customer("alice"), llmobserve.section("agent:research"):',
        "    OpenAI().chat.completions.create(",
        '        model="gpt-4o-mini",',
        '        messages=[{"role": "user", "content": "Hello"}],',
        "    )",
      ].join("\n"),
  },
  {
    id: "typescript",
    name: "TypeScript",
    hint: "Install the SDK from a clone: (cd sdk/typescript && npm ci) && npm install ./sdk/typescript.",
    text: ({ url, key, tenantId }) =>
      [
        'import * as llmobserve from "llmobserve-collector-sdk";',
        'import OpenAI from "openai";',
        "",
        "llmobserve.observe({",
        `  collectorUrl: ${quoted(url)},`,
        ...(key === null ? [] : [`  apiKey: ${quoted(key)},`]),
        ...(tenantId === null ? [] : [`  tenantId: ${quoted(tenantId)},`]),
        "});",
        "const client = llmobserve.wrap(new OpenAI());",
        "",
        'await llmobserve.withCustomer("alice", () =>',
        "  client.chat.completions.create({",
        '    model: "gpt-4o-mini",',
        '    messages: [{ role: "user", content: "Hello" }],',
        "  }),",
        ");",
      ].join("\n"),
  },
  {
    id: "curl",
    name: "curl",
    hint: "Sends one invented call, as any language can: only id and provider are required.",
    text: ({ url, key, tenantId, eventId }) =>
      [
        `curl -sS ${shell(`${url}/events`)}`,
        ...(key === null ? [] : [`-H ${shell(`Authorization: Bearer ${key}`)}`]),
        "-H 'Content-Type: application/json'",
        `-d ${shell(JSON.stringify({ ...EXAMPLE, id: eventId, tenant_id: tenantId ?? undefined }, null, 2))}`,
      ].join(" \\\n  "),
  },
  {
    id: "opentelemetry",
    name: "OpenTelemetry",
    hint: "For an application that is instrumented already: GenAI conventions, OpenInference, OpenLLMetry, the Vercel AI SDK.",
    text: ({ url, key, tenantId }) => {
      const headers = [
        ...(key === null ? [] : [`authorization=${encodeURIComponent(`Bearer ${key}`)}`]),
        ...(tenantId === null ? [] : [`x-tenant-id=${encodeURIComponent(tenantId)}`]),
      ];
      return [
        `export OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=${shell(`${url}/v1/traces`)}`,
        "export OTEL_EXPORTER_OTLP_TRACES_PROTOCOL='http/protobuf'",
        ...(headers.length > 0
          ? [`export OTEL_EXPORTER_OTLP_TRACES_HEADERS=${shell(headers.join(","))}`]
          : []),
      ].join("\n");
    },
  },
];

const EXAMPLE = {
  id: "",
  provider: "openai",
  model: "gpt-4o-mini",
  customer_id: "alice",
  section: "agent:research",
  input_tokens: 900,
  output_tokens: 100,
};

/** A text as Python and JSON write it. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A text as a POSIX shell reads it unchanged. */
function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
