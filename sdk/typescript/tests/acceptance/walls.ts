/** The functions that are walls: see `faults.ts`. */
const BY_FILE: Record<string, string> = {
  api: `observe record flush shutdown stats isInitialized setCustomerId getCustomerId setUserId setSessionId setRunId getRunId
    setTraceId getTraceId`,
  carry: "exportContext withContext present inContext inContext.() inContext.().()",
  context: "within",
  follow: "settled.() lazily.watched lazily.watched.() lazily.() generating.watched generating.watched.()",
  exit: "flushAtExit.() flushOnSigterm.onSigterm",
  guard: "guarded.() report",
  "integrations/ai": `aiTelemetry telemetry.executeLanguageModelCall telemetry.executeLanguageModelCall.()
    telemetry.executeTool telemetry.executeTool.() telemetry.executeTool.().() attempt`,
  "integrations/client": `wrap instrument.again shell.makeRequest shell.makeRequest.() hold hold.enter hold.asked hold.returned
    hold.failed`,
  "integrations/fetch": "shell.fetch shell.fetch.() begin watch fail",
  "integrations/hide": "bare passed",
  "integrations/response": "bodyOf.body quietly reader.() reader.().() shadow.clone",
  "integrations/stream": "watchStream.pull watchStream.cancel watchIterable.watched handedOn attempt",
  "middleware/node": "expressMiddleware expressMiddleware.() expressMiddleware.().()",
  "middleware/request": "inRequest",
  "middleware/web": "routeHandler routeHandler.() routeHandler.().()",
  transport: "caught.reaction",
  scopes:
    "withCustomer withUser withSession withTags withTenant run section section.() scoped inside inside.() quietly",
};

/** By file and name, as a function is asked whether it is to fail. */
export const WALLS = new Set(
  Object.entries(BY_FILE).flatMap(([file, names]) => names.split(/\s+/).map((name) => `${file}:${name}`)),
);
