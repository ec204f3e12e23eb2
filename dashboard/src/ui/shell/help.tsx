import { Dialog } from "../dialog";

const KEYS: [string, string][] = [
  ["⌘K, Ctrl K", "Go to a page or a customer"],
  ["?", "This help"],
  ["/", "Search in the table"],
  ["j, k", "Next and previous row"],
  ["Enter", "Open the row"],
  ["Esc", "Leave the row, close what is open"],
  ["← →", "In a run: close and open a branch"],
  ["e, n, N", "In a run: most expensive span, next and previous failure"],
  ["c, z", "In a run: all branches, time line of a branch"],
  ["Click", "On a bar or a legend: only this"],
  ["Alt click", "All but this"],
  ["Drag", "Over a chart: zoom into those hours or days"],
];

export default function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keyboard and mouse" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 text-[13px]">
        {KEYS.map(([keys, what]) => (
          <div key={keys} className="contents">
            <dt>
              <kbd className="rounded border border-line-strong px-1.5 py-0.5 font-sans text-xs">{keys}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
