import { Outlet } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useSession } from "@/api/session";
import { Shell } from "@/ui/shell/shell";
import { Loading } from "@/ui/states";

const SignIn = lazy(() => import("./sign-in"));

/** The pages, for those who may see them. */
export function Gate() {
  const session = useSession();
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
