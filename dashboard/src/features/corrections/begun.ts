import { useQueryClient } from "@tanstack/react-query";

/** Shows a revision that was begun: the list asks on until it is done. */
export function useBegun(): () => void {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: ["revisions"] });
}
