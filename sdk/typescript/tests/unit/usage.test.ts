/** What answers say that was used, beside the cases of `sdk/wire`. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { amounts } from "../../src/event.js";
import { usageOf } from "../../src/integrations/ai-usage.js";
import { tokens } from "../../src/readers/openai-usage.js";

test("xAI counts reasoning beside the completion, and OpenAI in it", () => {
  const counted = (completion_tokens: number, total_tokens: number) => ({
    prompt_tokens: 32,
    completion_tokens,
    total_tokens,
    completion_tokens_details: { reasoning_tokens: 94 },
  });
  const expected = { input: 32, output: 9, reasoning: 94 };
  assert.deepEqual(amounts(tokens(counted(9, 135))), expected);
  assert.deepEqual(amounts(tokens(counted(103, 135))), expected);
  assert.deepEqual(amounts(usageOf("xai.chat", { raw: counted(9, 135) })), expected);
});
