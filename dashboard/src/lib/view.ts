import { useNavigate, useRouterState, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { type Session, useSession } from "@/api/session";
import { type Filters, filtersOf } from "./filters";
import { useNow } from "./now";
import type { SharedSearch } from "./search";
import { bucketOf, type Preset, presetWindow, previousWindow, type Window } from "./time";

const DEFAULT_RANGE: Preset = "30d";
export const DEFAULT_TENANT = "default_tenant";

/** What the URL and the session say together. */
export interface View {
  /** The preset that is shown; `undefined` for a window of one's own. */
  preset: Preset | undefined;
  window: Window;
  timeZone: string;
  /** The tenant's own zone: that of the page unless the URL says another. */
  usualZone: string;
  tenantId: string | undefined;
  bucket: "hour" | "day";
  filters: Filters;
  /** For `/costs`: the window that is compared with, where one is. */
  comparison: { compare_from?: string; compare_to?: string };
  /** Window, zone and tenant: what every windowed request carries. */
  scope: { from: string; to: string; time_zone: string; tenant_id?: string };
}

/** The view that all pages share. Objects keep their identity until the URL or the minute changes. */
export function useView(): View {
  const search: SharedSearch = useSearch({ from: "__root__" });
  const session = useSession();
  const now = useNow();
  return useMemo(() => viewOf(search, new Date(now), session), [search, now, session]);
}

export function viewOf(search: SharedSearch, now: Date, session: Session): View {
  const tenantId = session.mode === "open" ? (search.tenant ?? DEFAULT_TENANT) : undefined;
  const selected = session.tenants.find(({ id }) => id === tenantId);
  const usualZone = session.time_zone ?? selected?.time_zone ?? "UTC";
  const timeZone = search.time_zone ?? usualZone;
  const custom = search.from && search.to ? { from: search.from, to: search.to } : undefined;
  const preset = custom ? undefined : (search.range ?? DEFAULT_RANGE);
  const window = custom ?? presetWindow(preset ?? DEFAULT_RANGE, now, timeZone);
  return {
    preset,
    window,
    timeZone,
    usualZone,
    tenantId,
    bucket: bucketOf(window, timeZone),
    filters: filtersOf(search),
    comparison: comparisonOf(search, window, now, timeZone, preset),
    scope: { ...window, time_zone: timeZone, ...(tenantId && { tenant_id: tenantId }) },
  };
}

function comparisonOf(search: SharedSearch, window: Window, now: Date, timeZone: string, preset?: Preset) {
  if (search.compare === "none") return {};
  if (search.compare_from && search.compare_to) {
    return { compare_from: search.compare_from, compare_to: search.compare_to };
  }
  const previous = previousWindow(window, now, timeZone, preset);
  return { compare_from: previous.from, compare_to: previous.to };
}

type Patch = Record<string, string | string[] | undefined>;

/** Changes parts of the URL and leaves the others; `undefined` takes a part away. */
export function useSetSearch(): (patch: Patch, options?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  const to = useRouterState({ select: (state) => state.location.pathname });
  return useCallback(
    (patch, options) => {
      void navigate({ to, search: (before) => ({ ...before, ...patch }), replace: options?.replace });
    },
    [navigate, to],
  );
}
