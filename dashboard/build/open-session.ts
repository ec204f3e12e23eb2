import type { Connect, Plugin } from "vite";

const SESSION = {
  mode: "open",
  signed_in: true,
  tenant_id: null,
  scopes: [],
  csrf_token: null,
  tenants: ["default_tenant"],
  version: "0.1.0",
  name: "llmobserve",
  logo_url: null,
  accent: null,
  may_make_keys: false,
  may_seed_demo: false,
  time_zone: null,
};

/** With LLMOBSERVE_OPEN_SESSION=1: answers for a collector in open mode that has no sessions yet. */
export function openSession(): Plugin {
  const answer: Connect.NextHandleFunction = (_, response) => {
    response.setHeader("content-type", "application/json").end(JSON.stringify(SESSION));
  };
  const use = ({ middlewares }: { middlewares: Connect.Server }) => {
    if (process.env.LLMOBSERVE_OPEN_SESSION) middlewares.use("/api/v1/session", answer);
  };
  return { name: "open-session", configureServer: use, configurePreviewServer: use };
}
