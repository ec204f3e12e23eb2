import {
  type Query,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
  useSuspenseQuery,
} from "@tanstack/react-query";
import { ApiError, answer, api, type Schemas, setCsrfToken } from "./client";

/** Who looks, and how this collector is set up. */
export type Session = Schemas["SessionView"];

const KEY = ["session"];
/** Other tabs of this browser hear of signing in and out. */
const tabs = new BroadcastChannel("session");

export const sessionQuery = queryOptions({
  queryKey: KEY,
  staleTime: Number.POSITIVE_INFINITY,
  // Whoever comes back to this tab may have signed in as another.
  refetchOnWindowFocus: "always",
  placeholderData: undefined,
  queryFn: async ({ client }) => {
    const before = client.getQueryData<Session>(KEY);
    const session = await answer(api.GET("/api/v1/session"));
    setCsrfToken(session.csrf_token ?? null);
    if (before && before.csrf_token !== session.csrf_token) await forget(client, session);
    return session;
  },
});

/** What one session was shown is not shown to another. */
function forget(client: QueryClient, next: Session) {
  const others = { predicate: ({ queryKey }: Query) => queryKey[0] !== KEY[0] };
  if (next.signed_in) return client.resetQueries(others);
  return client.removeQueries(others);
}

/** Asks who looks now, and lets the other tabs ask. */
function changed(client: QueryClient) {
  tabs.postMessage(null);
  return client.invalidateQueries({ queryKey: KEY });
}

/** Follows what other tabs do. */
export function followTabs(client: QueryClient) {
  tabs.onmessage = () => void client.invalidateQueries({ queryKey: KEY });
}

/** The session; it was loaded before any page. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether the one who looks has a scope. */
export function useMay(scope: string): boolean {
  return useSession().scopes.includes(scope);
}

const READS = "costs:read";

async function signIn(apiKey: string): Promise<Session> {
  const session = await answer(api.POST("/api/v1/session", { body: { api_key: apiKey } }));
  if (session.scopes.includes(READS)) return session;
  await answer(api.DELETE("/api/v1/session"));
  throw new ApiError(
    403,
    "forbidden",
    "Not allowed",
    `This key may not read costs: that takes the scope ${READS}.`,
    null,
  );
}

/** Signs in with an API key: the server keeps it in a cookie that scripts cannot read. */
export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signIn,
    onSuccess: () => changed(client),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/session")),
    onSuccess: () => changed(client),
  });
}
