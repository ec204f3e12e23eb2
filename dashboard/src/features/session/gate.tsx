import { Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef } from "react";
import { useSession } from "@/api/session";
import { pageAt } from "@/ui/shell/pages";
import { Shell } from "@/ui/shell/shell";
import { Loading } from "@/ui/states";

const SignIn = lazy(() => import("./sign-in"));

/** The pages, for those who may see them, in the operator's name and colour. */
export function Gate() {
  const session = useSession();
  const page = useRouterState({ select: ({ location }) => pageAt(location.pathname)?.name });
  const inside = session.signed_in;
  const wasInside = useRef(false);
  useEffect(() => {
    if (session.accent) document.documentElement.style.setProperty("--brand", session.accent);
  }, [session.accent]);
  useEffect(() => {
    document.title = inside && page ? `${page} · ${session.name}` : session.name;
  }, [inside, page, session.name]);
  useEffect(() => {
    wasInside.current ||= inside;
  }, [inside]);
  if (!inside) {
    return (
      <Suspense fallback={<Loading />}>
        <SignIn ended={wasInside.current} />
      </Suspense>
    );
  }
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}
