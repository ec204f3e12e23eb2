import { QueryClientProvider } from "@tanstack/react-query";
import { createRouter, RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { makeQueryClient } from "./api/query";
import { parseSearch, stringifySearch } from "./lib/search";
import { isUnloaded, loadAgain, nameUnloaded } from "./lib/unloaded";
import { routeTree } from "./routeTree.gen";
import { Empty, ErrorState, Loading } from "./ui/states";
import "./styles.css";

nameUnloaded();
const queryClient = makeQueryClient();
const router = createRouter({
  routeTree,
  basepath: "/app",
  context: { queryClient },
  parseSearch,
  stringifySearch,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  scrollRestoration: false,
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error }) => (
    <ErrorState error={error} retry={() => void (isUnloaded(error) ? loadAgain() : router.invalidate())} />
  ),
  defaultNotFoundComponent: () => <Empty title="There is no such page" />,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
