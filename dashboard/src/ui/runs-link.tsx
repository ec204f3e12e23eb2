import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

const RUNS: string = "/runs";

interface Props {
  /** What the list is narrowed to, in the words of its URL. */
  search: Record<string, string>;
  className?: string;
  children: ReactNode;
}

/** Leads to the runs behind a figure. */
export function RunsLink({ search, className, children }: Props) {
  return (
    <Link to={RUNS} search={search} className={className ?? "text-accent hover:underline"}>
      {children}
    </Link>
  );
}
