import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense, useEffect } from "react";
import { useSession } from "@/api/session";
import { Shell } from "@/ui/shell/shell";
import { Loading } from "@/ui/states";

const SignIn = lazy(() => import("./sign-in"));

/** The pages, for those who may see them, in the operator's name and colour. */
export function Gate() {
  const session = useSession();
  useEffect(() => {
    if (session.accent) document.documentElement.style.setProperty("--brand", session.accent);
    document.title = session.name;
  }, [session.accent, session.name]);
  if (session.mode === "required" && !session.signed_in) {
    return (
      <Suspense fallback={<Loading />}>
        <SignIn />
      </Suspense>
    );
  }
  return (
    <Shell>
      <Outlet />
    </Shell>
  );
}
