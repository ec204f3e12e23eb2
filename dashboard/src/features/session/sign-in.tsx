import { type FormEvent, useEffect, useRef, useState } from "react";
import { ApiError } from "@/api/client";
import { useSession, useSignIn } from "@/api/session";
import { Brand } from "@/ui/shell/brand";

/** Asks for an API key that may read. It is exchanged for a cookie and kept nowhere else. */
export default function SignIn({ ended }: { ended: boolean }) {
  const { name } = useSession();
  const signIn = useSignIn();
  const [key, setKey] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(key.trim());
  };
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form onSubmit={submit} className="card w-full max-w-sm space-y-4 p-6">
        <p className="flex items-center gap-2.5">
          <Brand />
        </p>
        <h1 className="text-lg font-semibold">Sign in to {name}</h1>
        {ended && !signIn.error && (
          <p role="status" className="rounded-md bg-sunken p-3 text-[13px]">
            The session is over. Sign in to go on where you were.
          </p>
        )}
        <label className="block text-[13px] font-medium">
          API key
          <input
            ref={field}
            type="password"
            name="api_key"
            autoComplete="current-password"
            spellCheck={false}
            required
            value={key}
            onChange={(event) => setKey(event.target.value)}
            placeholder="llmo_sk_…"
            className="mt-1.5 h-10 w-full rounded-md border border-line-strong bg-surface px-3 font-mono text-sm"
          />
        </label>
        <p className="text-xs text-muted">A key that may read costs. It stays with the collector.</p>
        {signIn.error && (
          <p role="alert" className="rounded-md bg-bad-soft p-3 text-[13px]">
            {signIn.error instanceof ApiError ? signIn.error.detail : signIn.error.message}
          </p>
        )}
        <button
          type="submit"
          disabled={signIn.isPending}
          className="h-10 w-full rounded-md bg-accent font-medium text-on-accent disabled:opacity-60"
        >
          Sign in
        </button>
      </form>
    </main>
  );
}
