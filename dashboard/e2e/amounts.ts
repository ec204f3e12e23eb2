import { divided, nano } from "./ledger";

/** A JSON value whose numbers are text, digit for digit. */
type Exact = string | boolean | null | Exact[] | Members;
type Members = { [name: string]: Exact };

const AMOUNT = /^-?\d+(?:\.\d{1,9})?$/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;
const COUNT = /^\d{1,15}$/;
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Every amount that answers of the API hold, and what may be made of them: sums, equal parts, and changes from one window to another, all exact. */
export class Amounts {
  private readonly known = new Set<bigint>([0n]);

  constructor(answers: string[]) {
    const read = [...new Set(answers)].map(exactly);
    for (const answer of read) this.take(answer);
    const lists = read.filter(isMembers).flatMap((answer) => Object.entries(answer).map(rowsOf));
    for (const [index, later] of lists.entries()) {
      for (const earlier of lists.slice(0, index))
        if (later.name === earlier.name) this.takeChanges(later, earlier);
    }
  }

  /** Whether an amount is one of an answer, a sum of a list of one, or an equal part of these. */
  explain(shown: string): boolean {
    return this.known.has(nano(shown));
  }

  /** The same question about two windows: what each row, and all of them, changed by. Missing is nothing. */
  private takeChanges(one: List, other: List) {
    const names = new Set(
      [...one.rows, ...other.rows].flatMap((row) => amountsOf(row).map(([name]) => name)),
    );
    for (const name of names) {
      const [by, before] = [one, other].map(({ rows }) => sumsByTexts(rows, name));
      for (const key of new Set([...(by?.keys() ?? []), ...(before?.keys() ?? [])])) {
        const change = (by?.get(key) ?? 0n) - (before?.get(key) ?? 0n);
        this.known.add(change).add(-change);
      }
    }
  }

  private take(value: Exact) {
    if (value === null || typeof value !== "object") return;
    if (Array.isArray(value)) this.takeList(value.filter(isMembers));
    else this.takeSums([value]);
    for (const inner of Object.values(value)) this.take(inner);
  }

  /** All rows of a list, its first ones, and those that have a text in common: the days of one customer. */
  private takeList(rows: Members[]) {
    const groups = new Map<string, Members[]>();
    for (const row of rows) {
      for (const text of textsOf(row)) {
        const group = groups.get(text);
        if (group) group.push(row);
        else groups.set(text, [row]);
      }
    }
    this.takeSums(rows);
    for (const group of groups.values()) this.takeSums(group);
    const first = new Map<string, bigint>();
    for (const row of rows) {
      for (const [name, amount] of amountsOf(row)) {
        first.set(name, (first.get(name) ?? 0n) + amount);
        this.known.add(first.get(name) ?? 0n);
      }
    }
  }

  /** What rows amount to by each name, and that by each of their counts: the cost of a call. */
  private takeSums(rows: Members[]) {
    const amounts = new Map<string, bigint>();
    const counts = new Map<string, number>();
    for (const row of rows) {
      for (const [name, amount] of amountsOf(row)) amounts.set(name, (amounts.get(name) ?? 0n) + amount);
      for (const [name, count] of countsOf(row)) counts.set(name, (counts.get(name) ?? 0) + count);
    }
    for (const amount of amounts.values()) {
      this.known.add(amount);
      for (const count of counts.values()) if (count > 0) this.known.add(divided(amount, count));
    }
  }
}

interface List {
  name: string;
  rows: Members[];
}

function rowsOf([name, value]: [string, Exact]): List {
  return { name, rows: Array.isArray(value) ? value.filter(isMembers) : [] };
}

/** What a row is, whatever it counts. */
function identityOf(row: Members): string {
  const texts = Object.entries(row).filter(([, value]) => typeof value === "string" && !NUMBER.test(value));
  return JSON.stringify(texts);
}

/** The amounts of rows by what they are, and of all of them under no text. */
function sumsByTexts(rows: Members[], name: string): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    for (const key of [identityOf(row), ""]) {
      const amount = amountsOf(row).find(([each]) => each === name)?.[1] ?? 0n;
      sums.set(key, (sums.get(key) ?? 0n) + amount);
    }
  }
  return sums;
}

function isMembers(value: Exact): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isMoney = (name: string) => name === "cost" || name.endsWith("_usd");

function amountsOf(row: Members): [string, bigint][] {
  return Object.entries(row).flatMap(([name, value]): [string, bigint][] =>
    isMoney(name) && typeof value === "string" && AMOUNT.test(value) ? [[name, nano(value)]] : [],
  );
}

function countsOf(row: Members): [string, number][] {
  return Object.entries(row).flatMap(([name, value]): [string, number][] =>
    !isMoney(name) && typeof value === "string" && COUNT.test(value) ? [[name, Number(value)]] : [],
  );
}

/** What rows may have in common. */
function textsOf(row: Members): string[] {
  return Object.entries(row).flatMap(([name, value]) =>
    !isMoney(name) && (typeof value === "string" || value === null) ? [JSON.stringify([name, value])] : [],
  );
}

function exactly(json: string): Exact {
  return JSON.parse(json.replace(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}
