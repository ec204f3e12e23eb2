/** From a request to its context, for every framework alike. */
import { type Context, EMPTY, within } from "../context.js";
import { report } from "../guard.js";
import { uuid7 } from "../ids.js";
import { bindingOf, type TenantOptions } from "../scopes.js";
import { fit } from "../text.js";

/** How a request tells whose it is. */
export interface RequestOptions<R> {
  /**
   * The name of a header, or a function of the request: `X-Customer-ID` unless told otherwise, `null` for none. Take a
   * header only from a gateway of your own: a client can write anything into it.
   */
  customer?: string | null | ((request: R) => string | number | null | undefined);
  /** The tenant of the request: its id, or its id and key. */
  tenant?: (request: R) => string | ({ tenantId: string } & TenantOptions) | null | undefined;
}

const DEFAULT_HEADER = "x-customer-id";

/**
 * Runs a function in the context of a request: nothing of the one before, nothing left for the next. What the
 * application's own functions fail to tell is left open: a request is never refused for our sake.
 */
export function inRequest<R, T>(
  request: R,
  header: (name: string) => unknown,
  options: RequestOptions<R> | undefined,
  body: () => T,
): T {
  let context = EMPTY;
  try {
    context = contextOf(request, header, options ?? {});
  } catch (error) {
    report("a middleware", error);
  }
  return within(context, body);
}

function contextOf<R>(request: R, header: (name: string) => unknown, options: RequestOptions<R>): Context {
  const { customer = DEFAULT_HEADER, tenant } = options;
  const read =
    typeof customer === "function" ? customer : () => (customer === null ? null : header(customer));
  const customerId = fit(ask(read, request));
  const named = tenant === undefined ? undefined : ask(tenant, request);
  const binding =
    named === undefined || named === null
      ? undefined
      : typeof named === "string"
        ? bindingOf(named, {})
        : bindingOf(named.tenantId, named);
  return { ...EMPTY, runId: uuid7(), customerId, binding };
}

function ask<R, T>(read: (request: R) => T, request: R): T | undefined {
  try {
    return read(request);
  } catch (error) {
    report("a middleware's function", error);
    return undefined;
  }
}
