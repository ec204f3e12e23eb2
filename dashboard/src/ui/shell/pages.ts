import { LayoutDashboard, ListTree, type LucideIcon, Users } from "lucide-react";
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
];
