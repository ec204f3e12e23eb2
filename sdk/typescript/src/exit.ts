/** The end of the process: what is queued is delivered, within a bound, and no signal is swallowed. */
import { report } from "./guard.js";

/** Milliseconds that the end of the process may wait for delivery, all in all. */
const EXIT_TIMEOUT = 2_000;

/** What there is to deliver. */
export interface Deliverer {
  flush(timeout: number): Promise<boolean>;
  report(): void;
  stats(): { readonly queued: number };
  /** It was ended, and has waited for delivery as long as it was to. */
  readonly isShutDown: boolean;
}

/**
 * Delivers when the process has nothing left to do. `process.exit` does not come by here: it allows nothing that takes
 * time.
 */
export function flushAtExit(owner: Deliverer): void {
  let left = EXIT_TIMEOUT;
  const deliver = async () => {
    if (owner.isShutDown || owner.stats().queued === 0 || left <= 0) return;
    const began = performance.now();
    const isEmpty = await owner.flush(left);
    // A collector that does not answer now will not be asked a second time.
    left = isEmpty ? left - (performance.now() - began) : 0;
    owner.report();
  };
  // Work that goes on after a flush brings the event again, and with it what is left of the time.
  process.on("beforeExit", () => {
    deliver().catch((error) => {
      left = 0;
      report("the last flush", error);
    });
  });
}

let isInstalled = false;

/** Delivers before a SIGTERM does what it would have done anyway. */
export function flushOnSigterm(owner: Deliverer): void {
  if (isInstalled) return;
  isInstalled = true;
  // Before the others: who listens once is gone when the next one is called.
  process.prependListener("SIGTERM", onSigterm);

  function onSigterm(): void {
    // Whoever listens beside us decides how the process ends; otherwise it ends as it would have without us.
    const isOurs = process.listenerCount("SIGTERM") === 1;
    // Some end the process only where nobody else listens. They would wait for us, as we do for them.
    if (!isOurs) process.removeListener("SIGTERM", onSigterm);
    const end = () => {
      if (!isOurs) return;
      process.removeListener("SIGTERM", onSigterm);
      process.kill(process.pid, "SIGTERM");
    };
    Promise.resolve()
      .then(() => {
        // Everybody has been asked by now.
        if (!isOurs) process.prependListener("SIGTERM", onSigterm);
        return owner.flush(EXIT_TIMEOUT);
      })
      .then(end, end)
      .catch((error) => report("the flush on SIGTERM", error));
  }
}
