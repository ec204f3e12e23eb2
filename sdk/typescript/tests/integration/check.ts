/** Running styles of calling a client, and holding what the collector stored against what the fake knows. */
import assert from "node:assert/strict";
import * as llmobserve from "llmobserve-collector-sdk";
import type { Collector } from "../support/collector.js";
import { type Exact, nano } from "../support/exact.js";
import type { Fakes } from "../support/fakes.js";

/** One way to call a client. */
export interface Style {
  readonly name: string;
  readonly call: () => Promise<unknown>;
  /** The caller closes the stream before the usage came. */
  readonly isGivenUp?: boolean;
  /** This version of the client has it. */
  readonly isThere?: boolean;
  /** The section that the client opens below the style's. */
  readonly section?: string;
  /** What is not told of this call, as nobody told us. */
  readonly untold?: readonly ("response id" | "tier" | "status")[];
}

/** What became of one style. */
export type Result = readonly [client: string, version: string, style: string, result: string];

/** A client's styles against one fake and one collector. */
export class Check {
  readonly results: Result[] = [];
  readonly faults: string[] = [];

  constructor(
    private readonly collector: Collector,
    private readonly fakes: Fakes,
  ) {}

  async run(client: string, version: string, fake: string, styles: readonly Style[]): Promise<void> {
    for (const style of styles) {
      let result = "not in this version";
      if (style.isThere !== false) {
        try {
          result = await this.one(`${client} ${version}: ${style.name}`, fake, style);
        } catch (error) {
          this.faults.push(`${client} ${version}: ${style.name}\n${(error as Error).stack}`);
          result = "FAILED";
        }
      }
      this.results.push([client, version, style.name, result]);
    }
  }

  private async one(place: string, fake: string, style: Style): Promise<string> {
    await this.fakes.take(fake);
    await llmobserve.run(place, () =>
      llmobserve.withCustomer(`customer of ${place}`, () =>
        llmobserve.section(`style:${style.name}`, async () => style.call()),
      ),
    );
    assert.ok(await llmobserve.flush(10_000), "not everything was delivered");
    const truths = await this.fakes.take(fake);
    // What HTTP saw of a call that something else has reported, too, is kept and costs nothing.
    const events = (await this.collector.runEvents(place)).filter(
      (event) => event.provider !== "internal" && (event.duplicate_of ?? null) === null,
    );
    assert.ok(truths.length > 0, "the fake was not asked");
    assert.equal(events.length, truths.length, "events of so many calls");
    // Calls made at the same time end in any order.
    const used = (lines: Record<string, unknown>) =>
      Object.values(lines).reduce((sum: number, n) => sum + Number(n), 0);
    truths.sort((a, b) => used(a.usage) - used(b.usage));
    events.sort((a, b) => used(usageOf(a)) - used(usageOf(b)));
    for (const [at, truth] of truths.entries()) {
      if (style.isGivenUp) Object.assign(truth, { status: "cancelled", is_known: false });
      await this.compare(events[at] ?? {}, truth, place, style);
    }
    const { total } = await this.collector.costs({ customer: `customer of ${place}` });
    assert.equal(total.calls, truths.length);
    const sum = events.reduce((so_far, event) => so_far + nano(event.cost_usd), 0n);
    assert.equal(nano(total.cost_usd), sum, "the total");
    if (truths.every((truth) => truth.status === "rate_limited")) return "refused, no cost";
    return truths.every((truth) => truth.is_known) ? "exact" : "cost unknown, and told so";
  }

  private async compare(event: Exact, truth: Exact, place: string, style: Style): Promise<void> {
    const detail = await this.collector.get(`/api/v1/events/${event.id}`);
    const untold = (what: "response id" | "tier" | "status") => style.untold?.includes(what) ?? false;
    const known = Object.entries(truth.is_known ? truth.usage : {}).filter(
      ([, quantity]) => Number(quantity) > 0,
    );
    assert.deepEqual(numbers(usageOf(detail)), numbers(Object.fromEntries(known)), "usage");
    assert.equal(nano(detail.cost_usd), truth.is_known ? nano(truth.cost_usd) : 0n, "cost");
    if (truth.is_known)
      assert.equal(detail.price_state, truth.is_priced ? "priced" : "unpriced", "price state");
    assert.equal(detail.provider, truth.provider, "provider");
    assert.equal(detail.model, truth.model, "model");
    if (!untold("status")) assert.equal(detail.status, truth.status, "status");
    if (!untold("tier")) assert.equal(detail.service_tier, truth.tier, "tier");
    if (!untold("response id")) assert.equal(detail.response_id, truth.response_id, "response id");
    assert.equal(detail.is_streaming, truth.is_streaming, "streaming");
    assert.equal(detail.customer_id, `customer of ${place}`);
    assert.equal(detail.section, style.section ?? `style:${style.name}`);
    assert.equal(detail.duplicate_of, null, "duplicate");
    assert.notEqual(detail.latency_ms, null, "latency");
  }
}

function usageOf(event: Exact): Record<string, unknown> {
  const lines = (event.usage ?? []) as { kind: string; quantity: unknown }[];
  return Object.fromEntries(lines.map(({ kind, quantity }) => [kind, quantity]));
}

function numbers(usage: Record<string, unknown>): Record<string, number> {
  const sorted = Object.entries(usage).sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(sorted.map(([kind, quantity]) => [kind, Number(quantity)]));
}
