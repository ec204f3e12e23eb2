import { KeyRound } from "lucide-react";
import type { FormEvent } from "react";
import type { useMakeKey } from "@/api/keys";
import { useSession } from "@/api/session";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { ErrorState } from "@/ui/states";

/** A key for the application may send events and nothing else. */
const SCOPES = ["events:write"];

/** Makes a key and shows it this once. */
export function MakeKey({ making }: { making: ReturnType<typeof useMakeKey> }) {
  const { may_make_keys: mayMake } = useSession();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    making.mutate({ name: String(new FormData(event.currentTarget).get("name")).trim(), scopes: SCOPES });
  };
  return (
    <Card title="A key for your application">
      <div className="space-y-3 px-4 pb-4 text-[13px]">
        {making.data ? (
          <Made apiKey={making.data.key} />
        ) : mayMake ? (
          <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
            <label className="min-w-0 flex-1 text-xs text-muted">
              Name
              <input
                name="name"
                required
                maxLength={128}
                defaultValue="My application"
                className="mt-1 block h-8 w-full rounded-md border border-line-strong bg-surface px-2.5 text-[13px] text-text"
              />
            </label>
            <button type="submit" disabled={making.isPending} className="primary">
              <KeyRound aria-hidden className="size-3.5" /> Make a key
            </button>
            <p className="w-full text-xs text-muted">It may send events, and read nothing.</p>
          </form>
        ) : (
          <p>
            Your key may not make others. Ask for one with the scope{" "}
            <code className="font-mono">events:write</code>, or let your operator run{" "}
            <code className="font-mono">llmobserve keys create --scopes events:write</code>.
          </p>
        )}
      </div>
      {making.error && <ErrorState error={making.error} />}
    </Card>
  );
}

function Made({ apiKey }: { apiKey: string }) {
  return (
    <>
      <div className="flex items-center gap-2 rounded-md bg-sunken p-2">
        <code data-key className="min-w-0 flex-1 font-mono text-xs break-all select-all">
          {apiKey}
        </code>
        <CopyButton text={apiKey} label="Copy" what="Copy the key" />
      </div>
      <p role="status">
        It is shown this once: keep it where your application finds it. Below it is filled in.
      </p>
    </>
  );
}
