import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useMay } from "@/api/session";

const RUNS: string = "/runs";

interface Props {
  /** What the list is narrowed to, in the words of its URL. */
  search: Record<string, string>;
  className?: string;
  children: ReactNode;
}

/** Leads to the runs behind a figure those who may read them. */
export function RunsLink({ search, className, children }: Props) {
  if (!useMay("runs:read")) return null;
  return (
    <Link to={RUNS} search={search} className={className ?? "text-accent hover:underline"}>
      {children}
    </Link>
  );
}
