import {
  Boxes,
  History,
  LayoutDashboard,
  Lightbulb,
  ListTree,
  type LucideIcon,
  Plug,
  Server,
  Settings,
  Tag,
  Users,
  Workflow,
} from "lucide-react";
import type { FileRouteTypes } from "@/routeTree.gen";

export interface Page {
  to: FileRouteTypes["to"];
  name: string;
  icon: LucideIcon;
  /** What one must be allowed to see it. */
  scope?: string;
}

/** The sidebar and the palette, in order. A page is added by its line. */
export const PAGES: Page[] = [
  { to: "/", name: "Overview", icon: LayoutDashboard },
  { to: "/customers", name: "Customers", icon: Users },
  { to: "/runs", name: "Runs", icon: Workflow, scope: "runs:read" },
  { to: "/sections", name: "Sections", icon: ListTree },
  { to: "/models", name: "Models", icon: Boxes },
  { to: "/insights", name: "Insights", icon: Lightbulb },
  { to: "/prices", name: "Prices", icon: Tag },
  { to: "/corrections", name: "Corrections", icon: History },
  { to: "/settings", name: "Settings", icon: Settings },
  { to: "/setup", name: "Set up", icon: Plug },
  { to: "/system", name: "System", icon: Server },
];

/** The pages that those with these scopes may see. */
export function pagesFor(scopes: string[]): Page[] {
  return PAGES.filter(({ scope }) => !scope || scopes.includes(scope));
}

/** The page that a path belongs to. */
export function pageAt(path: string): Page | undefined {
  const within = (to: string) => path === to || path.startsWith(`${to}/`);
  return PAGES.find(({ to }) => (to === "/" ? path === to : within(to)));
}
