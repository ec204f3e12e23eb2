import { type FormEvent, useState } from "react";
import { useChangeSettings } from "@/api/settings";
import { useIsAdmin } from "@/features/session/admin";
import { Card } from "@/ui/card";
import { Fault, textOf } from "@/ui/form";
import { ErrorState } from "@/ui/states";
import { tagsOf } from "./values";

interface Props {
  tags: string[];
  tenantId: string | undefined;
}

/** Which tags of events costs can be grouped by. */
export function TagsForm({ tags, tenantId }: Props) {
  const change = useChangeSettings(tenantId);
  const isAdmin = useIsAdmin();
  const [fault, setFault] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const named = tagsOf(textOf(new FormData(event.currentTarget), "tags") ?? "");
    if (typeof named === "string") return setFault(named);
    setFault("");
    change.mutate({ tag_dimensions: named });
  };
  return (
    <Card title="Tag dimensions">
      <form onSubmit={submit} className="space-y-3 px-4 pb-4">
        <label className="block text-[13px]">
          <span className="font-medium">Names of tags, one a line</span>
          <textarea
            name="tags"
            rows={5}
            readOnly={!isAdmin}
            defaultValue={tags.join("\n")}
            className="mt-1 w-full rounded-md border border-line-strong bg-surface px-3 py-2 font-mono text-xs"
          />
        </label>
        <p className="text-xs text-muted">
          Costs are grouped and filtered by them as <code className="font-mono">tag:NAME</code>. Each counts
          for events that arrive after it was declared.
        </p>
        {fault && <Fault>{fault}</Fault>}
        {change.error && <ErrorState error={change.error} />}
        {isAdmin && (
          <p className="flex items-center gap-3">
            <button type="submit" disabled={change.isPending} className="primary">
              Save tags
            </button>
            <span role="status" className="text-xs text-muted">
              {change.isSuccess && "Saved"}
            </span>
          </p>
        )}
      </form>
    </Card>
  );
}
