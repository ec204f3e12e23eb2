import { type ApiKey, useRevokeKey } from "@/api/keys";
import { isolated } from "@/lib/isolated";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";

interface Props {
  apiKey: ApiKey;
  tenantId: string | undefined;
  onClose: () => void;
}

/** Asks before a key stops working. */
export default function RevokeKey({ apiKey, tenantId, onClose }: Props) {
  const revoke = useRevokeKey(tenantId);
  return (
    <Dialog title={`Revoke ${isolated(apiKey.name || apiKey.id)}`} onClose={onClose}>
      <p className="text-[13px]">
        It stops working within a second, and with it the sessions that it signed in. It cannot be brought
        back.
      </p>
      {revoke.error && <ErrorState error={revoke.error} />}
      <div className="mt-4 flex justify-end gap-2">
        <button type="button" className="control" onClick={onClose}>
          Keep it
        </button>
        <button
          type="button"
          disabled={revoke.isPending}
          className="control text-bad"
          onClick={() => revoke.mutate(apiKey.id, { onSuccess: onClose })}
        >
          Revoke it
        </button>
      </div>
    </Dialog>
  );
}
