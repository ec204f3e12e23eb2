/** Handlers of `Request` and `Response`: Next.js routes, Hono, Remix, Bun, Deno. */
import { inRequest, type RequestOptions } from "./request.js";

/**
 * A handler whose requests are each a run with a context of its own:
 * `export const POST = routeHandler(async (request) => …)`.
 */
export function routeHandler<R extends Request, A extends unknown[], T>(
  handler: (request: R, ...rest: A) => T,
  options?: RequestOptions<R>,
): (request: R, ...rest: A) => T {
  return (request, ...rest) =>
    inRequest(
      request,
      (name) => request.headers.get(name),
      options,
      () => handler(request, ...rest),
    );
}
