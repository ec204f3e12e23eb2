import { CircleAlert, Inbox, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { ApiError } from "@/api/client";

/** Nothing to show, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-1.5 px-6 py-10 text-center">
      <Inbox aria-hidden className="mb-1 size-6 text-muted" />
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-prose text-[13px] text-muted">{children}</div>}
    </div>
  );
}

const WIDTHS = ["w-11/12", "w-4/5", "w-5/6", "w-2/3", "w-3/4"];

/** A skeleton of so many lines. */
export function Loading({ lines = 5, label = "Loading" }: { lines?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-3 p-4">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className={`h-4 animate-pulse rounded bg-sunken ${WIDTHS[line % WIDTHS.length]}`} />
      ))}
    </div>
  );
}

/** What went wrong in the API's words, with the id to look for in the server's log. */
export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = error instanceof ApiError ? error : null;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div role="alert" className="m-4 flex gap-3 rounded-lg bg-bad-soft p-4">
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad" />
      <div className="min-w-0 space-y-1">
        <p className="font-medium">{problem?.title ?? "Something went wrong"}</p>
        <p className="text-[13px] break-words">{problem?.detail ?? message}</p>
        {problem?.requestId && (
          <p className="text-xs text-muted">
            Request <code className="font-mono select-all">{problem.requestId}</code>
          </p>
        )}
        {retry && (
          <button type="button" className="control mt-2" onClick={retry}>
            <RotateCw aria-hidden className="size-3.5" /> Try again
          </button>
        )}
      </div>
    </div>
  );
}

interface LoadedProps<T> {
  /** A query of one answer or of pages. */
  query: {
    isError: boolean;
    error: unknown;
    data: T | undefined;
    isPlaceholderData: boolean;
    refetch(): unknown;
  };
  lines?: number;
  children: (data: T) => ReactNode;
}

/** What a query answered, or its loading or error state. An answer stays while a newer one comes. */
export function Loaded<T>({ query, lines, children }: LoadedProps<T>) {
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined) return <Loading lines={lines} />;
  const waiting = query.isPlaceholderData ? "opacity-60 transition-opacity" : "";
  return (
    <div aria-busy={query.isPlaceholderData} className={waiting}>
      {children(query.data)}
    </div>
  );
}
