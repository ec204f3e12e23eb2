import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, retainSearchParams } from "@tanstack/react-router";
import { sessionQuery } from "@/api/session";
import { Gate } from "@/features/session/gate";
import { KEPT, sharedSearch } from "@/lib/search";

export const Route = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  validateSearch: sharedSearch,
  search: { middlewares: [retainSearchParams([...KEPT])] },
  loader: ({ context }) => context.queryClient.ensureQueryData(sessionQuery),
  component: Gate,
});
