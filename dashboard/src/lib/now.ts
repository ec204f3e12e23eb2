import { useSyncExternalStore } from "react";

const MINUTE = 60_000;

/** The last full minute, in milliseconds; components that read it are drawn again each minute. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}

function read(): number {
  return Math.floor(Date.now() / MINUTE) * MINUTE;
}

function subscribe(changed: () => void): () => void {
  const timer = setInterval(changed, 5_000);
  return () => clearInterval(timer);
}
