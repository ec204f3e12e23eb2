import { Link } from "@tanstack/react-router";
import { LogOut } from "lucide-react";
import { useSession, useSignOut } from "@/api/session";
import { Brand } from "./brand";
import { pagesFor } from "./pages";

/** Where one can go. Below 1024 px it is a row that scrolls sideways. */
export function Sidebar() {
  const session = useSession();
  return (
    <aside className="flex shrink-0 flex-col border-b bg-surface lg:sticky lg:top-0 lg:h-dvh lg:w-52 lg:border-r lg:border-b-0">
      <div className="flex h-12 items-center gap-2.5 px-4 lg:h-14">
        <Brand />
        {session.mode === "required" && <SignOut />}
      </div>
      <nav aria-label="Pages" className="flex gap-0.5 overflow-x-auto px-2 pb-2 lg:flex-col lg:py-1">
        {pagesFor(session.scopes).map(({ to, name, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: to === "/", includeSearch: false }}
            className="flex h-8 items-center gap-2.5 rounded-md px-2.5 text-[13px] font-medium whitespace-nowrap text-muted hover:bg-sunken hover:text-text data-[status=active]:bg-accent-soft data-[status=active]:text-accent"
          >
            <Icon aria-hidden className="size-4" />
            {name}
          </Link>
        ))}
      </nav>
      <p className="mt-auto hidden px-4 py-3 text-xs text-muted lg:block">Version {session.version}</p>
    </aside>
  );
}

function SignOut() {
  const signOut = useSignOut();
  return (
    <button
      type="button"
      aria-label="Sign out"
      title="Sign out"
      className="ml-auto rounded p-1.5 text-muted hover:bg-sunken hover:text-text"
      onClick={() => signOut.mutate()}
    >
      <LogOut aria-hidden className="size-4" />
    </button>
  );
}
