import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { ApiError, setCsrfToken } from "./client";

/** Who looks, and how this collector is set up. */
export interface Session {
  mode: "open" | "required";
  signed_in: boolean;
  tenant_id: string | null;
  scopes: string[];
  csrf_token: string | null;
  tenants: string[];
  version: string;
  name: string;
  logo_url: string | null;
  accent: string | null;
  may_make_keys: boolean;
  may_seed_demo: boolean;
  time_zone: string | null;
}

async function call(method: "GET" | "POST" | "DELETE", body?: { api_key: string }, csrf?: string | null) {
  const response = await fetch("/api/v1/session", {
    method,
    credentials: "same-origin",
    headers: { ...(body && { "content-type": "application/json" }), ...(csrf && { "x-csrf-token": csrf }) },
    body: body && JSON.stringify(body),
  });
  const answer = response.status === 204 ? null : await response.json();
  if (response.ok) return answer;
  throw new ApiError(response.status, answer.code, answer.title, answer.detail, answer.request_id ?? null);
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => {
    const session: Session = await call("GET");
    setCsrfToken(session.csrf_token);
    return session;
  },
});

/** The session; it was loaded before any page. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Signs in with an API key: the server keeps it in a cookie that scripts cannot read. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (apiKey: string) => call("POST", { api_key: apiKey }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  const { csrf_token } = useSession();
  return useMutation({
    mutationFn: () => call("DELETE", undefined, csrf_token),
    onSuccess: () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
      return client.invalidateQueries();
    },
  });
}
