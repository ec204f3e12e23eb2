/**
 * Attributes every call to an LLM provider to tenant, customer, run and section.
 *
 *     import * as llmobserve from "llmobserve-collector-sdk";
 *
 *     llmobserve.observe({ collectorUrl: "http://localhost:8000" });
 *     const client = llmobserve.wrap(new OpenAI());
 *
 *     await llmobserve.withCustomer("alice", () => client.chat.completions.create({ … }));
 */
export {
  flush,
  getCustomerId,
  getRunId,
  getTraceId,
  isInitialized,
  observe,
  type Recording,
  record,
  setCustomerId,
  setRunId,
  setSessionId,
  setTraceId,
  setUserId,
  shutdown,
  stats,
} from "./api.js";
export { type ExportedContext, exportContext, inContext, withContext } from "./carry.js";
export type { ObserveOptions, Redact } from "./config.js";
export { type AiEvent, type AiTelemetry, type AiWork, aiTelemetry } from "./integrations/ai.js";
export { wrap } from "./integrations/client.js";
export { instrumentFetch } from "./integrations/fetch.js";
export type { Logger } from "./log.js";
export { expressMiddleware, type NodeMiddleware } from "./middleware/node.js";
export type { RequestOptions } from "./middleware/request.js";
export { routeHandler } from "./middleware/web.js";
export type { Stats } from "./runtime.js";
export {
  run,
  section,
  type TenantOptions,
  withCustomer,
  withSession,
  withTags,
  withTenant,
  withUser,
} from "./scopes.js";
export { VERSION } from "./version.js";
