import { type ReactNode, useId } from "react";

interface Props {
  title: string;
  /** Beside the title: selectors, links. */
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Card({ title, actions, className, children }: Props) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={`card min-w-0 ${className ?? ""}`}>
      <header className="flex flex-wrap items-center gap-2 px-4 pt-3 pb-2">
        <h2 id={id} className="mr-auto text-[13px] font-semibold">
          {title}
        </h2>
        {actions}
      </header>
      {children}
    </section>
  );
}

/** The head of a page. */
export function PageHead({ title, children }: { title: ReactNode; children?: ReactNode }) {
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="mr-auto min-w-0 truncate text-xl font-semibold tracking-tight">{title}</h1>
      {children}
    </div>
  );
}
