import { GitCompareArrows, Keyboard, Monitor, Moon, Search, Sun } from "lucide-react";
import { useSession } from "@/api/session";
import { setTheme, THEMES, useTheme } from "@/lib/theme";
import { DEFAULT_TENANT, useSetSearch, useView } from "@/lib/view";
import { Choice } from "../choice";
import { RangePicker } from "./range-picker";
import { ZonePicker } from "./zone-picker";

interface Props {
  onPalette: () => void;
  onHelp: () => void;
}

/** What all pages share: tenant, window, comparison and zone, all kept in the URL. */
export function TopBar({ onPalette, onHelp }: Props) {
  return (
    <header className="flex flex-wrap items-center gap-2 border-b bg-canvas/90 px-4 py-2 backdrop-blur sm:sticky sm:top-0 sm:z-20 sm:py-2.5 lg:px-6">
      <TenantChoice />
      <button type="button" className="control text-muted lg:w-56" onClick={onPalette}>
        <Search aria-hidden className="size-3.5" />
        <span className="mr-auto hidden sm:inline">Go to…</span>
        <kbd className="hidden rounded border px-1 font-sans text-[11px] lg:inline">⌘K</kbd>
        <span className="sr-only sm:hidden">Go to</span>
      </button>
      <div className="contents sm:ml-auto sm:flex sm:flex-wrap sm:items-center sm:gap-2">
        <RangePicker />
        <CompareSwitch />
        <ZonePicker />
        <ThemeSwitch />
        <button
          type="button"
          className="control hidden px-2 sm:inline-flex"
          aria-label="Keyboard help"
          title="Keyboard help (?)"
          onClick={onHelp}
        >
          <Keyboard aria-hidden className="size-4" />
        </button>
      </div>
    </header>
  );
}

function TenantChoice() {
  const session = useSession();
  const { tenantId = DEFAULT_TENANT } = useView();
  const setSearch = useSetSearch();
  if (session.mode !== "open") return null;
  const names = new Map([DEFAULT_TENANT, tenantId].map((id) => [id, id]));
  for (const { id, name } of session.tenants) names.set(id, name);
  if (names.size < 2) return null;
  return (
    <Choice
      label="Tenant"
      value={tenantId}
      options={[...names].sort()}
      onChange={(tenant) => setSearch({ tenant: tenant === DEFAULT_TENANT ? undefined : tenant })}
    />
  );
}

function CompareSwitch() {
  const { comparison } = useView();
  const setSearch = useSetSearch();
  const on = comparison.compare_from !== undefined;
  return (
    <button
      type="button"
      aria-pressed={on}
      className="control aria-pressed:border-accent aria-pressed:text-accent"
      title="Compare with the window before"
      onClick={() =>
        setSearch({ compare: on ? "none" : undefined, compare_from: undefined, compare_to: undefined })
      }
    >
      <GitCompareArrows aria-hidden className="size-3.5" />
      <span className="hidden sm:inline">Compare</span>
      <span className="sr-only sm:hidden">Compare</span>
    </button>
  );
}

const ICONS = { system: Monitor, light: Sun, dark: Moon };

function ThemeSwitch() {
  const theme = useTheme();
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  const Icon = ICONS[theme];
  const label = `Theme: ${theme}. Change to ${next}`;
  return (
    <button
      type="button"
      className="control px-2"
      aria-label={label}
      title={label}
      onClick={() => setTheme(next)}
    >
      <Icon aria-hidden className="size-4" />
    </button>
  );
}
