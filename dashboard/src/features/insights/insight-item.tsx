import { Link } from "@tanstack/react-router";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { Schemas } from "@/api/client";
import { formatInstant } from "@/lib/time";
import { Money } from "@/ui/money";
import { RunsLink } from "@/ui/runs-link";
import { EvidenceTable } from "./evidence-table";
import { effectName, ruleName } from "./rules";
import { runsSearch } from "./runs-search";

const LOOKS = {
  info: { icon: Info, name: "Info", colour: "text-muted" },
  warning: { icon: TriangleAlert, name: "Warning", colour: "text-warn" },
  critical: { icon: CircleAlert, name: "Critical", colour: "text-bad" },
};

interface Props {
  insight: Schemas["InsightView"];
  timeZone: string;
}

/** One insight: how grave, the sentence, the figures behind it, and where to look on. */
export function InsightItem({ insight, timeZone }: Props) {
  const look = LOOKS[insight.severity as keyof typeof LOOKS] ?? LOOKS.info;
  const Icon = look.icon;
  const { provider, model } = insight;
  return (
    <li className="grid gap-x-6 gap-y-3 px-4 py-4 lg:grid-cols-[1fr_29rem]">
      <div className="min-w-0 space-y-2">
        <h3 className="flex flex-wrap items-center gap-x-2 text-xs font-medium">
          <span className={`inline-flex items-center gap-1 ${look.colour}`}>
            <Icon aria-hidden className="size-4" />
            {look.name}
          </span>
          <span aria-hidden className="text-muted">
            ·
          </span>
          <span>{ruleName(insight.type)}</span>
        </h3>
        <p className="max-w-prose text-sm break-words">{insight.message}</p>
        {insight.effect_usd && (
          <p className="text-[13px] text-muted">
            <Money usd={insight.effect_usd} className="font-semibold text-text" /> {effectName(insight.type)}
          </p>
        )}
        <p className="text-xs text-muted">
          Seen from {formatInstant(insight.from, timeZone)} to {formatInstant(insight.to, timeZone)}
        </p>
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
          <RunsLink search={runsSearch(insight.runs)}>
            The runs behind it<span className="sr-only"> ({insight.message})</span>
          </RunsLink>
          {insight.type === "unpriced_model" && provider && model && (
            <Link
              to="/models"
              search={{ price_provider: provider, price_model: model }}
              className="text-accent hover:underline"
            >
              Set a price<span className="sr-only"> for {model}</span>
            </Link>
          )}
        </p>
      </div>
      <EvidenceTable
        caption={`Figures of: ${insight.message}`}
        evidence={insight.evidence}
        timeZone={timeZone}
      />
    </li>
  );
}
