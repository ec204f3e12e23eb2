import { type FormEvent, type ReactNode, useState } from "react";
import { Dialog } from "./dialog";
import { Field } from "./form";
import { ErrorState } from "./states";

interface Props {
  title: string;
  /** What it does. */
  children: ReactNode;
  /** The button that does it. */
  action: string;
  pending: boolean;
  error: unknown;
  wide?: boolean;
  /** It is not known yet what would be done. */
  disabled?: boolean;
  onConfirm: (reason: string) => void;
  onClose: () => void;
}

/** Asks why before something is taken back. */
export default function ReasonDialog(props: Props) {
  const { title, children, action, pending, error, wide, disabled, onConfirm, onClose } = props;
  const [reason, setReason] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onConfirm(reason.trim());
  };
  return (
    <Dialog title={title} onClose={onClose} wide={wide}>
      <form onSubmit={submit} className="space-y-4">
        <div className="space-y-3 text-[13px]">{children}</div>
        <Field
          label="Reason"
          required
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          hint="Kept with it, with who did it and when."
        />
        {error != null && <ErrorState error={error} />}
        <div className="flex justify-end gap-2">
          <button type="button" className="control" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" disabled={pending || disabled || !reason.trim()} className="primary">
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
