import { keepPreviousData, MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./client";
import { followTabs, sessionQuery } from "./session";

const RETRIES = 2;
const FRESH_MS = 15_000;

/** Answers are kept on screen while others come; only what may pass by itself is tried again. */
export function makeQueryClient(): QueryClient {
  const onError = (error: unknown) => {
    // A session that has ended is asked for again, and the gate closes.
    if (error instanceof ApiError && error.status === 401) {
      void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
    }
  };
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // The collector may be on this machine, which needs no network.
      mutations: { networkMode: "always" },
      queries: {
        networkMode: "always",
        staleTime: FRESH_MS,
        placeholderData: keepPreviousData,
        retry: (failures, error) => failures < RETRIES && mayPass(error),
      },
    },
  });
  followTabs(client);
  return client;
}

function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}
