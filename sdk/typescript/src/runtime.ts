/** The SDK of this process: its settings, its sender, and how it begins and ends. */
import { type ObserveOptions, resolve, type Settings } from "./config.js";
import { type Context, change, current } from "./context.js";
import { Call, type Ending, Mark } from "./event.js";
import { flushAtExit, flushOnSigterm } from "./exit.js";
import { say, setLogger } from "./log.js";
import { Sender } from "./sender.js";
import { shared } from "./shared.js";

/** What became of events so far. */
export interface Stats {
  /** Events that wait, and their bytes. */
  readonly queued: number;
  readonly queuedBytes: number;
  /** Events that the collector took. */
  readonly delivered: number;
  /** Events that the bound of the queue left no room for. */
  readonly dropped: number;
  /** Events that the collector refused for good. */
  readonly rejected: number;
}

/** One for each process. */
export class Runtime {
  /** What `observe` was told; nothing before it and after `shutdown`. */
  settings: Settings | undefined;
  sender = new Sender();
  isShutDown = false;
  // Counts what ends all that was observed before: shutdowns, and options that switch the SDK off.
  private era = 0;
  private wasConfigured = false;
  private told = "";

  /**
   * Takes the options of an `observe`. Whether the SDK is on.
   *
   * But for the first time, at the start of the application, they also bind the work that asks: where requests each
   * observe for their own tenant, what another that does so meanwhile is told must not count for this one.
   */
  configure(options: ObserveOptions): boolean {
    if (options.logger !== undefined) setLogger(options.logger);
    const settings = resolve(options);
    if (settings === undefined) {
      this.end();
      return false;
    }
    if (this.settings !== undefined) change({ binding: { settings, era: this.era } });
    this.settings = settings;
    this.isShutDown = false;
    if (!this.wasConfigured) {
      this.wasConfigured = true;
      flushAtExit(this);
    }
    if (settings.flushOnSigterm) flushOnSigterm(this);
    return true;
  }

  /** What counts for work in a context. */
  settingsOf(context: Context): Settings | undefined {
    const { binding } = context;
    return binding === undefined || (binding.era ?? this.era) !== this.era ? this.settings : binding.settings;
  }

  private end(): void {
    this.settings = undefined;
    this.era += 1;
  }

  /** The moment at which a call begins, unless the SDK is off. */
  mark(context = current()): Mark | undefined {
    const settings = this.settings === undefined ? undefined : this.settingsOf(context);
    return settings === undefined ? undefined : new Mark(settings, context);
  }

  /** A call that begins now, unless the SDK is off. */
  start(provider: string, endpoint: string, spanType?: string): Call | undefined {
    const mark = this.mark();
    return mark === undefined ? undefined : new Call(mark, provider, endpoint, spanType);
  }

  /** Queues the event of a call that has ended. A second end of the same call is none. */
  finish(call: Call, status: string, ending: Ending): void {
    const event = call.end(status, ending);
    if (event !== undefined) this.sender.put(call.destination, event, call.settings.flushIntervalMs);
  }

  /** Delivers what is queued, within so many milliseconds. Whether nothing is left. */
  flush(timeout: number): Promise<boolean> {
    return this.sender.flush(timeout);
  }

  /** Delivers what is queued and ends. `observe` begins anew. */
  async shutdown(timeout: number): Promise<boolean> {
    this.end();
    this.isShutDown = true;
    const isEmpty = await this.sender.flush(timeout);
    this.sender.stop();
    this.report();
    return isEmpty;
  }

  /** Counts of this process. */
  stats(): Stats {
    const { outbox, delivered, rejected } = this.sender;
    return { queued: outbox.events, queuedBytes: outbox.bytes, delivered, dropped: outbox.dropped, rejected };
  }

  /** Tells how many events did not arrive, where that has changed. */
  report(): void {
    const { queued, dropped, rejected } = this.stats();
    const message = `${dropped + rejected} events were dropped, ${queued} could not be delivered`;
    if ((queued === 0 && dropped + rejected === 0) || message === this.told) return;
    this.told = message;
    say(message);
  }
}

/** That of this process. */
export const runtime = shared("runtime", () => new Runtime());
