/** A part of the program that could not be fetched: the collector is away, or a newer one has other files. */
const MESSAGE = "This page could not be loaded: the collector does not answer, or was updated.";

/** Names such a failure in words of its own. Under the browser's the router would load the document again, into the browser's error page. */
export function nameUnloaded() {
  window.addEventListener("vite:preloadError", ({ payload }) => {
    payload.message = MESSAGE;
  });
}

export function isUnloaded(error: unknown): boolean {
  return error instanceof Error && error.message === MESSAGE;
}

/** Loads the document again as soon as there is one: a browser may remember a file that it once did not get. */
export async function loadAgain() {
  const answer = await fetch(window.location.href, {
    cache: "no-store",
    headers: { accept: "text/html" },
  }).catch(() => null);
  if (answer?.ok) window.location.reload();
}
