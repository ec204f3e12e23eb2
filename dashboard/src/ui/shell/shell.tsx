import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { isTyping } from "@/lib/keys";
import { Sidebar } from "./sidebar";
import { TopBar } from "./top-bar";

const Palette = lazy(() => import("./palette"));
const Help = lazy(() => import("./help"));

/** The frame of every page. */
export function Shell({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<"palette" | "help" | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "k" && (event.metaKey || event.ctrlKey)) setOpen("palette");
      else if (event.key === "?" && !isTyping(event)) setOpen("help");
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const close = () => setOpen(null);
  return (
    <div className="min-h-dvh lg:flex">
      <a href="#main" className="control sr-only z-30 focus:not-sr-only focus:absolute focus:m-2">
        Skip to the page
      </a>
      <Sidebar />
      <div className="min-w-0 flex-1">
        <TopBar onPalette={() => setOpen("palette")} onHelp={() => setOpen("help")} />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto max-w-[1400px] space-y-4 px-4 py-5 outline-none lg:px-6"
        >
          {children}
        </main>
      </div>
      <Suspense>
        {open === "palette" && <Palette onClose={close} />}
        {open === "help" && <Help onClose={close} />}
      </Suspense>
    </div>
  );
}
