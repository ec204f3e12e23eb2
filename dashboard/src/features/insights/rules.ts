/** The rules behind insights, and what each looks at. */
import { RULES, type Rule } from "./search";

type Looks = "day" | "week";

export const RULE_TEXTS: Record<Rule, { name: string; asks: string; looks: Looks; effect: string }> = {
  section_spike: {
    name: "Section spike",
    asks: "Does a section cost at least twice its average day?",
    looks: "day",
    effect: "above the average day",
  },
  token_bloat: {
    name: "Token bloat",
    asks: "Have prompts of a section grown by half or more?",
    looks: "day",
    effect: "more than the calls cost before",
  },
  error_rate_rise: {
    name: "Error rate rise",
    asks: "Do calls to a model fail three times as often?",
    looks: "day",
    effect: "for calls that failed",
  },
  retry_loop: {
    name: "Retry loop",
    asks: "Do runs call one endpoint again and again?",
    looks: "day",
    effect: "for runs that loop",
  },
  model_inefficiency: {
    name: "Model inefficiency",
    asks: "Does a model do the same work as one that costs half or less?",
    looks: "week",
    effect: "could be saved in the week",
  },
  unpriced_model: {
    name: "Unpriced model",
    asks: "Is a model called without a price?",
    looks: "week",
    effect: "",
  },
  unattributed_spend: {
    name: "Unattributed spend",
    asks: "Can much of the spend be charged to no customer?",
    looks: "week",
    effect: "without a customer",
  },
  cache_never_used: {
    name: "Cache never used",
    asks: "Do large prompts never come from the provider's cache?",
    looks: "week",
    effect: "could be saved at most",
  },
};

export function isRule(type: string): type is Rule {
  return (RULES as readonly string[]).includes(type);
}

/** What an insight's effect is, after its amount. */
export function effectName(type: string): string {
  return isRule(type) ? RULE_TEXTS[type].effect : "";
}

/** What a rule is called; one that a newer collector has by its own name. */
export function ruleName(type: string): string {
  return isRule(type) ? RULE_TEXTS[type].name : type.replaceAll("_", " ");
}
