import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useSession } from "@/api/session";
import { isolated } from "@/lib/isolated";
import { useSetSearch } from "@/lib/view";
import { Dialog } from "@/ui/dialog";
import { Empty } from "@/ui/states";
import { Outcome } from "./outcome";
import { PriceForm } from "./price-form";
import { Reprice } from "./reprice";

const NOTHING = { price_provider: undefined, price_model: undefined, revision: undefined };

/** Gives a model a price, then what is stored: price, effect, progress, result. The URL says for which, and how far. */
export default function PricingDialog() {
  const { price_provider: provider = "", price_model: model = "", revision } = useSearch({ from: "/models" });
  const { scopes } = useSession();
  const setSearch = useSetSearch();
  const [priced, setPriced] = useState(false);
  const close = () => setSearch(NOTHING);
  const begun = (id: string) => setSearch({ revision: id }, { replace: true });
  return (
    <Dialog
      title={provider ? `A price for ${isolated(provider)}/${isolated(model ?? "")}` : "Re-pricing"}
      wide
      onClose={close}
    >
      {!scopes.includes("admin") ? (
        <Empty title="Setting a price needs the scope admin">
          Ask whoever makes the keys of this collector, or sign in with such a key.
        </Empty>
      ) : revision ? (
        <Outcome revision={revision} onBegun={begun} onClose={close} />
      ) : priced ? (
        <Reprice provider={provider} model={model} onBegun={begun} />
      ) : (
        <PriceForm provider={provider} model={model} onPriced={() => setPriced(true)} />
      )}
    </Dialog>
  );
}
