import { Lock } from "lucide-react";
import { useSession } from "@/api/session";

/** Whether the one who looks may change things. */
export function useIsAdmin(): boolean {
  return useSession().scopes.includes("admin");
}

/** Says why nothing can be changed here. */
export function LookOnly({ children = "Changing anything here needs a key with the scope" }) {
  return (
    <p className="flex items-center gap-2 rounded-lg bg-warn-soft px-3 py-2 text-[13px]">
      <Lock aria-hidden className="size-4 shrink-0 text-warn" />
      <span>
        {children} <code className="font-mono">admin</code>.
      </span>
    </p>
  );
}
