import createClient, { type Middleware } from "openapi-fetch";
import { stringifySearch } from "@/lib/search";
import { quoteExact } from "./exact";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** What went wrong, in the API's words (RFC 9457), or that it could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly requestId: string | null,
  ) {
    super(`${title}: ${detail}`);
    this.name = "ApiError";
  }
}

const SAFE = new Set(["GET", "HEAD"]);
let csrfToken: string | null = null;

/** The token that unsafe requests by cookie carry; the session tells it. */
export function setCsrfToken(token: string | null) {
  csrfToken = token;
}

const exactness: Middleware = {
  onRequest({ request }) {
    if (csrfToken && !SAFE.has(request.method)) request.headers.set("x-csrf-token", csrfToken);
  },
  async onResponse({ response, options }) {
    if (response.ok && options.parseAs === "text") return undefined;
    if (!response.headers.get("content-type")?.includes("json")) return undefined;
    const { status, statusText, headers } = response;
    return new Response(quoteExact(await response.text()), { status, statusText, headers });
  },
};

/** The API, typed by its description. Use it through `answer`, which makes failures exceptions. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: "same-origin",
  // Names are written as safely as values: a tag may be called anything.
  querySerializer: stringifySearch,
});
api.use(exactness);

interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of a call, or an `ApiError`. */
export async function answer<T>(call: Promise<Outcome<T>>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ApiError(0, "unreachable", "No answer", "The collector could not be reached.", null);
  });
  if (response.ok) return data as T;
  throw problemOf(error, response);
}

function problemOf(error: unknown, response: Response): ApiError {
  const problem: Partial<Schemas["Problem"]> = typeof error === "object" && error !== null ? error : {};
  return new ApiError(
    response.status,
    problem.code ?? "internal",
    problem.title ?? (response.statusText || `Status ${response.status}`),
    problem.detail ?? "The answer says nothing more.",
    problem.request_id ?? response.headers.get("x-request-id"),
  );
}

/** The query of a route whose description lacks the tenant, beside what else it takes; open mode takes it everywhere. */
export function ofTenant(tenantId: string | undefined, more: Record<string, string> = {}) {
  const query = new URLSearchParams({ ...more, ...(tenantId && { tenant_id: tenantId }) });
  return { querySerializer: () => query.toString() };
}
