import { type ReactNode, useEffect, useRef } from "react";

/** What a step of a dialog is about. It takes the focus, which the step before had. */
export function StepHead({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => ref.current?.focus(), []);
  return (
    <h3 ref={ref} tabIndex={-1} className="text-[13px] font-semibold outline-none">
      {children}
    </h3>
  );
}
