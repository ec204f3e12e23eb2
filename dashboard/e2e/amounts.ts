import { divided, nano } from "./ledger";

/** A JSON value whose numbers are text, digit for digit. */
type Exact = string | boolean | null | Exact[] | Members;
type Members = { [name: string]: Exact };

const AMOUNT = /^-?\d+(?:\.\d{1,9})?$/;
const COUNT = /^\d{1,15}$/;
const isMembers = (value: Exact): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isMoney = (name: string) => name === "cost" || name.endsWith("_usd");

/** Every amount that answers of the API hold, and what may be made of them: sums and equal parts of either, all exact. */
export class Amounts {
  private readonly known = new Set<bigint>([0n]);

  constructor(answers: string[]) {
    for (const answer of new Set(answers)) this.take(exactly(answer));
  }

  /** Whether an amount is one of an answer, a sum of a list of one, or an equal part. */
  explain(shown: string): boolean {
    return this.known.has(nano(shown));
  }

  private take(value: Exact) {
    if (value === null || typeof value !== "object") return;
    if (Array.isArray(value)) this.sum(value);
    else this.part(value);
    for (const inner of Object.values(value)) this.take(inner);
  }

  /** An amount, and one by each count beside it: the cost of a call. */
  private part(members: Members) {
    const counts = Object.values(members).filter((value) => typeof value === "string" && COUNT.test(value));
    for (const [name, amount] of Object.entries(members)) {
      if (!isMoney(name) || typeof amount !== "string" || !AMOUNT.test(amount)) continue;
      this.known.add(nano(amount));
      for (const count of counts) if (Number(count) > 0) this.known.add(divided(amount, Number(count)));
    }
  }

  /** A list by each of its names: all of it, its first ones, and those that have a text in common, as days of one customer. */
  private sum(list: Exact[]) {
    const rows = list.filter(isMembers);
    for (const name of new Set(rows.flatMap((row) => Object.keys(row)).filter(isMoney))) {
      const groups = new Map<string, bigint>();
      let all = 0n;
      for (const row of rows) {
        const amount = row[name];
        if (typeof amount !== "string" || !AMOUNT.test(amount)) continue;
        all += nano(amount);
        this.known.add(all);
        for (const [key, value] of Object.entries(row)) {
          if (isMoney(key) || (typeof value !== "string" && value !== null)) continue;
          const group = JSON.stringify([key, value]);
          groups.set(group, (groups.get(group) ?? 0n) + nano(amount));
        }
      }
      for (const sum of groups.values()) this.known.add(sum);
      for (const count of countsOf(rows)) this.known.add(divided(all, count));
    }
  }
}

/** What a list has in all of each thing that all its entries count. */
function countsOf(rows: Members[]): bigint[] {
  const isCounted = (name: string) =>
    rows.every((row) => typeof row[name] === "string" && COUNT.test(row[name]));
  const names = Object.keys(rows[0] ?? {}).filter(isCounted);
  const sums = names.map((name) => rows.reduce((sum, row) => sum + BigInt(String(row[name])), 0n));
  return sums.filter((sum) => sum > 0n);
}

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function exactly(json: string): Exact {
  return JSON.parse(json.replace(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}
