import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { PageHead } from "@/ui/card";
import { Loading } from "@/ui/states";
import { Tabs } from "@/ui/tabs";
import { Book } from "./book";
import { OF_A_TAB, TABS } from "./search";

const PARTS = {
  book: Book,
  explain: lazy(() => import("./explain")),
  overrides: lazy(() => import("./overrides")),
  imports: lazy(() => import("./imports")),
};

/** What units cost, why, and who changed it. */
export function Prices() {
  const { tab = "book" } = useSearch({ from: "/prices" });
  const Part = PARTS[tab];
  return (
    <>
      <PageHead title="Prices" />
      <Tabs label="Parts of prices" name="tab" value={tab} options={TABS} drop={OF_A_TAB} />
      <Suspense fallback={<Loading lines={10} />}>
        <Part />
      </Suspense>
    </>
  );
}
