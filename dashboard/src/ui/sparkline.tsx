import { geometry, type Usd } from "@/lib/money";

const WIDTH = 96;
const HEIGHT = 24;

/** The shape of amounts over time. The figures stand elsewhere, so it says nothing to a screen reader. */
export function Sparkline({ amounts }: { amounts: Usd[] }) {
  const values = amounts.map(geometry);
  const top = Math.max(...values, 0);
  if (values.length < 2 || top === 0) return null;
  const x = (index: number) => (index / (values.length - 1)) * WIDTH;
  const y = (value: number) => HEIGHT - 2 - (value / top) * (HEIGHT - 4);
  const line = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return (
    <svg aria-hidden="true" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`}>
      <polygon points={`0,${HEIGHT} ${line} ${WIDTH},${HEIGHT}`} fill="var(--accent)" opacity={0.12} />
      <polyline points={line} fill="none" stroke="var(--accent)" strokeWidth={1.5} strokeLinejoin="round" />
    </svg>
  );
}
