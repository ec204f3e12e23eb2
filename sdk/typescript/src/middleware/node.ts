/** Express, Connect and whoever speaks alike. */
import type { IncomingMessage } from "node:http";
import { inRequest, type RequestOptions } from "./request.js";

/** A middleware as Express takes it. */
export type NodeMiddleware<R> = (request: R, response: unknown, next: () => void) => void;

/**
 * `app.use(expressMiddleware())`: each request is a run with a context of its own. It stands behind what parses bodies
 * in events of old, and before the routes.
 */
export function expressMiddleware<R extends IncomingMessage>(options?: RequestOptions<R>): NodeMiddleware<R> {
  return (request, _response, next) => {
    inRequest(
      request,
      (name) => headerOf(request, name),
      options,
      () => next(),
    );
  };
}

function headerOf(request: IncomingMessage, name: string): unknown {
  const value = request.headers?.[name.toLowerCase()];
  return Array.isArray(value) ? value[0] : value;
}
