import { History, LayoutDashboard, type LucideIcon, Server, Settings, Tag, Users } from "lucide-react";
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
  { to: "/prices", name: "Prices", icon: Tag },
  { to: "/corrections", name: "Corrections", icon: History },
  { to: "/settings", name: "Settings", icon: Settings },
  { to: "/system", name: "System", icon: Server },
];
