import type { Schemas } from "@/api/client";
import { sum, type Usd } from "@/lib/money";

type Model = Schemas["ModelView"];
type Change = Partial<Schemas["ChangeView"]>;

export interface ModelRow extends Model {
  id: string;
  change: Change | undefined;
}

export function idOf({ provider, model }: { provider?: string | null; model?: string | null }): string {
  return JSON.stringify([provider ?? "", model ?? null]);
}

/** Models with what became of them against another window. */
export function modelRows(models: Model[], compared?: Schemas["CostsView"]): ModelRow[] {
  const changes = new Map(compared?.groups.map((group) => [idOf(group), group]));
  return models.map((model) => {
    const id = idOf(model);
    return { ...model, id, change: changes.get(id) };
  });
}

export interface ModelSums {
  cost: Usd;
  calls: number;
  input: number;
  output: number;
  cached: number;
  errors: number;
  unpriced: number;
}

export function sumOf(rows: Model[]): ModelSums {
  const count = (figure: (row: Model) => number) => rows.reduce((all, row) => all + figure(row), 0);
  return {
    cost: sum(rows.map(({ cost_usd }) => cost_usd)),
    calls: count(({ calls }) => calls),
    input: count(({ input_tokens }) => input_tokens),
    output: count(({ output_tokens }) => output_tokens),
    cached: count(({ cache_read_tokens }) => cache_read_tokens),
    errors: count(({ errors }) => errors),
    unpriced: count(({ unpriced_calls }) => unpriced_calls),
  };
}
