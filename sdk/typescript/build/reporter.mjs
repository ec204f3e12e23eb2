/** What the unit tests print: faults, and the closing count. */
export default async function* reporter(source) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") {
      if (type === "test:stderr") yield data.message;
      continue;
    }
    // A file is told as a test, too.
    if (
      data.details?.type === "suite" ||
      (data.nesting === 0 && data.name.endsWith(".js") && type === "test:pass")
    )
      continue;
    if (data.skip) counts.skipped += 1;
    else if (type === "test:pass") counts.passed += 1;
    else {
      counts.failed += 1;
      yield `${data.name}\n${data.details.error?.cause?.stack ?? data.details.error}\n`;
    }
  }
  yield `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`;
}
