import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";

interface Props {
  title: string;
  onClose: () => void;
  /** Wide enough for a form, or for a table. */
  wide?: boolean;
  children: ReactNode;
}

/** A modal dialog: the platform's own, which keeps the focus, closes on Esc and injects no style. */
export function Dialog({ title, onClose, wide, children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>("input, textarea, select")?.focus();
    return () => dialog?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc closes it; the click is on the backdrop
    <dialog
      ref={ref}
      aria-labelledby={id}
      onClose={onClose}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className={`w-[calc(100vw-2rem)] rounded-xl border border-line bg-raised p-0 shadow-float ${wide ? "max-w-3xl" : "max-w-lg"}`}
    >
      <div className="p-5">
        <header className="mb-3 flex items-center">
          <h2 id={id} className="mr-auto text-base font-semibold">
            {title}
          </h2>
          <button type="button" aria-label="Close" className="rounded p-1 hover:bg-sunken" onClick={onClose}>
            <X aria-hidden className="size-4" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
