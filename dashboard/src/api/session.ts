import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { answer, api, type Schemas, setCsrfToken } from "./client";

/** Who looks, and how this collector is set up. */
export type Session = Schemas["SessionView"];

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async () => {
    const session = await answer(api.GET("/api/v1/session"));
    setCsrfToken(session.csrf_token ?? null);
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
    mutationFn: (apiKey: string) => answer(api.POST("/api/v1/session", { body: { api_key: apiKey } })),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/session")),
    onSuccess: () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
      return client.invalidateQueries();
    },
  });
}
