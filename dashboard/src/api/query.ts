import { keepPreviousData, QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./client";
import { sessionQuery } from "./session";

const RETRIES = 2;
const FRESH_MS = 15_000;

/** Answers are kept on screen while others come; only what may pass by itself is tried again. */
export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onError(error) {
        // A session that has ended is asked for again, and the gate closes.
        if (error instanceof ApiError && error.status === 401) {
          void client.invalidateQueries({ queryKey: sessionQuery.queryKey });
        }
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        placeholderData: keepPreviousData,
        retry: (failures, error) => failures < RETRIES && mayPass(error),
      },
    },
  });
  return client;
}

function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}
