import { useMutation, useQuery } from "@tanstack/react-query";
import { answer, api } from "./client";
import { usePricesChanged } from "./prices";
import type { paths } from "./schema";

type ImportQuery = paths["/api/v1/prices/imports"]["post"]["parameters"]["query"];

/** A file of price data and what is to be known about it. */
export type PriceFile = Omit<ImportQuery, "dry_run"> & { file: File };

/** What the operator imported, for every tenant. */
export function useImports(tenantId: string | undefined) {
  return useQuery({
    queryKey: ["prices", "imports", tenantId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/v1/prices/imports", { params: { query: { tenant_id: tenantId } }, signal })),
  });
}

/** Says what an import would change. */
export function useDryRun() {
  return useMutation({ mutationFn: (file: PriceFile) => send(file, true) });
}

export function useImport() {
  const onSuccess = usePricesChanged();
  return useMutation({ mutationFn: (file: PriceFile) => send(file, false), onSuccess });
}

/** The bytes go as they are: what is imported has the file's own digest. */
function send({ file, ...query }: PriceFile, dry_run: boolean) {
  return answer(
    api.POST("/api/v1/prices/imports", {
      params: { query: { ...query, dry_run } },
      body: "",
      bodySerializer: () => file,
      headers: { "Content-Type": "application/octet-stream" },
    }),
  );
}

export function useRetireImport() {
  const onSuccess = usePricesChanged();
  return useMutation({
    mutationFn: ({ id, reason }: { id: string; reason: string }) =>
      answer(api.DELETE("/api/v1/prices/imports/{id}", { params: { path: { id }, query: { reason } } })),
    onSuccess,
  });
}
