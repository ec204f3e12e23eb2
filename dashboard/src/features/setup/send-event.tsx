import { useSearch } from "@tanstack/react-router";
import { useSetSearch } from "@/lib/view";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { Segments } from "@/ui/segments";
import { SNIPPETS, type Target } from "./snippets";

/** What to run, with everything filled in. */
export function SendEvent({ target }: { target: Target }) {
  const { snippet } = useSearch({ from: "/setup" });
  const setSearch = useSetSearch();
  const [first] = SNIPPETS;
  const shown = SNIPPETS.find(({ id }) => id === snippet) ?? first;
  if (!shown) return null;
  const text = shown.text(target);
  return (
    <Card
      title="Send an event"
      actions={
        <>
          <Segments
            label="How"
            value={shown.id}
            options={SNIPPETS.map(({ id, name }) => [id, name] as const)}
            onChange={(id) => setSearch({ snippet: id === first?.id ? undefined : id }, { replace: true })}
          />
          <CopyButton text={text} label="Copy" what="Copy the snippet" />
        </>
      }
    >
      <section
        aria-label="Snippet"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keyboard
        tabIndex={0}
        className="mx-4 overflow-x-auto rounded-md bg-sunken p-3"
      >
        <pre data-snippet className="font-mono text-xs leading-relaxed">
          {text}
        </pre>
      </section>
      <p className="px-4 py-3 text-xs text-muted">{shown.hint}</p>
    </Card>
  );
}
