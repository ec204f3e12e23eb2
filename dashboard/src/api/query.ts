import { keepPreviousData, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./client";

const RETRIES = 2;
const FRESH_MS = 15_000;

/** Answers are kept on screen while others come; only what may pass by itself is tried again. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        placeholderData: keepPreviousData,
        retry: (failures, error) => failures < RETRIES && mayPass(error),
      },
    },
  });
}

function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}
