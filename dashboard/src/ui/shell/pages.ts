import { LayoutDashboard, ListTree, type LucideIcon, Plug, Users } from "lucide-react";
import type { FileRouteTypes } from "@/routeTree.gen";

export interface Page {
  to: FileRouteTypes["to"];
  name: string;
  icon: LucideIcon;
}

/** The sidebar and the palette, in order. A page is added by its line. */
export const PAGES: Page[] = [
  { to: "/", name: "Overview", icon: LayoutDashboard },
  { to: "/customers", name: "Customers", icon: Users },
  { to: "/runs", name: "Runs", icon: ListTree },
  { to: "/setup", name: "Set up", icon: Plug },
];

/** The page that a path belongs to. */
export function pageAt(path: string): Page | undefined {
  const within = (to: string) => path === to || path.startsWith(`${to}/`);
  return PAGES.find(({ to }) => (to === "/" ? path === to : within(to)));
}
