/** Whose API a URL is, and which of its functions. */
import { current } from "../context.js";
import { isLoopback } from "../loopback.js";
import { ANTHROPIC } from "../readers/anthropic.js";
import { GOOGLE } from "../readers/google.js";
import { OPENAI } from "../readers/openai.js";
import { BEDROCK, COHERE, MISTRAL } from "../readers/others.js";
import type { Api } from "../readers/read.js";
import { runtime } from "../runtime.js";

// Ends of host names. The names on the right are those of the collector's price book.
const HOSTS: Readonly<Record<string, string>> = {
  "openai.com": "openai",
  "azure.com": "azure",
  "anthropic.com": "anthropic",
  "groq.com": "groq",
  "together.xyz": "together",
  "together.ai": "together",
  "fireworks.ai": "fireworks",
  "deepseek.com": "deepseek",
  "mistral.ai": "mistral",
  "openrouter.ai": "openrouter",
  "perplexity.ai": "perplexity",
  "x.ai": "x-ai",
  "cerebras.ai": "cerebras",
  "moonshot.ai": "moonshotai",
  "moonshot.cn": "moonshotai",
  "googleapis.com": "google",
  "amazonaws.com": "aws",
  "cohere.com": "cohere",
  "cohere.ai": "cohere",
  "novita.ai": "novita",
  "minimax.io": "minimax",
  "z.ai": "zai",
  "bigmodel.cn": "zhipuai",
  "databricks.com": "databricks",
  "baseten.co": "baseten",
  "ovh.net": "ovhcloud",
  "githubcopilot.com": "github-copilot",
  "voyageai.com": "voyageai",
  "cloudflare.com": "cloudflare",
  "deepinfra.com": "deepinfra",
  "nebius.com": "nebius",
  "sambanova.ai": "sambanova",
};

const OLLAMA_PORT = "11434";

/** The provider at a URL; nothing for an address that nobody knows. */
export function providerAt(url: URL): string | undefined {
  const host = url.hostname.toLowerCase();
  const named = runtime.settingsOf(current())?.providers;
  const known = named?.get(url.host.toLowerCase()) ?? named?.get(host);
  if (known !== undefined) return known;
  const labels = host.split(".");
  for (let start = 0; start < labels.length; start += 1) {
    const end = labels.slice(start).join(".");
    if (Object.hasOwn(HOSTS, end)) return HOSTS[end];
  }
  return url.port === OLLAMA_PORT && isLoopback(host) ? "ollama" : undefined;
}

/**
 * The provider at a base URL. For an address that nobody knows it is the one whose API is spoken there: its own models
 * are then priced, and any other has no price rather than a wrong one.
 */
export function providerOf(baseUrl: unknown, spoken: string): string {
  try {
    return providerAt(new URL(String(baseUrl))) ?? spoken;
  } catch {
    return spoken;
  }
}

/** A function of an API by the last one or two parts of a path. */
export function apiIn(apis: Readonly<Record<string, Api>>, path: string): Api | undefined {
  const parts = (path.split("?", 1)[0] ?? "").replace(/\/+$/, "").split("/");
  const [last, two] = [parts.at(-1) ?? "", parts.slice(-2).join("/")];
  const name = [two, last].find((one) => Object.hasOwn(apis, one));
  return name === undefined ? undefined : apis[name];
}

/** A function of a provider's API, as a plain request asks for it, with the model where the path names it. */
export function requestedApi(provider: string, path: string): { api: Api; model?: string } | undefined {
  if (provider === "google") {
    const found = /models\/([^/:?]+):(\w+)$/.exec(path);
    const [, model, method] = found ?? [];
    const api = method !== undefined && Object.hasOwn(GOOGLE, method) ? GOOGLE[method] : undefined;
    if (api !== undefined && model !== undefined) return { api, model };
  }
  if (provider === "aws") {
    const [, model, method] = /model\/([^/]+)\/([\w-]+)$/.exec(path) ?? [];
    const api = method !== undefined && Object.hasOwn(BEDROCK, method) ? BEDROCK[method] : undefined;
    return api !== undefined && model !== undefined ? { api, model: decodeURIComponent(model) } : undefined;
  }
  const own = provider === "mistral" ? MISTRAL : provider === "cohere" ? COHERE : ANTHROPIC;
  const api = apiIn(own, path) ?? apiIn(OPENAI, path);
  return api === undefined ? undefined : { api };
}
