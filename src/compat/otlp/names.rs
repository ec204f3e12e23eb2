//! The names under which conventions say what we want to know, the one that is believed first.
//!
//! `GenAI` is OpenTelemetry's own convention, in its old and new spellings; the others are
//! `OpenInference` (`llm.…`, `openinference.…`), `OpenLLMetry` (`traceloop.…`), the Vercel AI SDK
//! (`ai.…`), Logfire, Langfuse and pydantic-ai. `docs/otel.md` shows the same lists, with their sources.

/// The version of these lists: the day of the last change.
pub const VERSION: &str = "2026-11-25";

/// Every list with what it is for, as `docs/otel.md` shows them. Usage has its own, [`USAGE`].
pub const LISTS: &[(&str, &[&str])] = &[
    ("tenant", TENANT),
    ("customer", CUSTOMER),
    ("customer, inside of", METADATA),
    ("user", USER),
    ("session", SESSION),
    ("run", RUN),
    ("environment", ENVIRONMENT),
    ("section", SECTION),
    ("section path", SECTION_PATH),
    ("workflow", WORKFLOW),
    ("agent", AGENT),
    ("tool", TOOL),
    ("step", ENTITY),
    ("steps around", ENTITY_PATH),
    ("labels", LABELS),
    ("kind: Vercel AI SDK", AI_OPERATION),
    ("kind: OpenLLMetry", TRACELOOP_KIND),
    ("kind: OpenInference", OPENINFERENCE_KIND),
    ("kind: GenAI", OPERATION),
    ("kind: request type", REQUEST_TYPE),
    ("provider", PROVIDER),
    ("model", MODEL),
    ("response id", RESPONSE_ID),
    ("service tier", SERVICE_TIER),
    ("streamed", STREAMING),
    ("first chunk, seconds", FIRST_CHUNK_SECONDS),
    ("first chunk, milliseconds", FIRST_CHUNK_MILLIS),
    ("failure", ERROR),
    ("client's figure", COST),
    ("its currency", COST_CURRENCY),
    ("all that was used", TOTAL),
    ("what a provider says besides", PROVIDER_METADATA),
    ("kept as it is", KEPT),
];

/// The tenant that a span claims. The credential decides; other attributes of the kind are an
/// application's own.
pub const TENANT: &[&str] = &["llmobserve.tenant_id"];

/// The tenant's end customer.
pub const CUSTOMER: &[&str] = &[
    "llmobserve.customer_id",
    "traceloop.association.properties.customer_id",
    "langfuse.trace.metadata.customer_id",
    "ai.telemetry.metadata.customer_id",
    "ai.telemetry.metadata.customerId",
    "metadata.customer_id",
    "customer_id",
    "customer.id",
];

/// Objects, or texts of one, in which the customer may be under `customer_id`.
pub const METADATA: &[&str] = &["metadata", "langfuse.trace.metadata"];

/// The person who caused the call.
pub const USER: &[&str] = &[
    "llmobserve.user_id",
    "user.id",
    "enduser.id",
    "enduser.pseudo.id",
    "langfuse.user.id",
    "traceloop.association.properties.user_id",
    "ai.telemetry.metadata.userId",
    "gen_ai.user",
];

/// The conversation.
pub const SESSION: &[&str] = &[
    "llmobserve.session_id",
    "gen_ai.conversation.id",
    "session.id",
    "langfuse.session.id",
    "traceloop.association.properties.session_id",
    "ai.telemetry.metadata.sessionId",
];

/// The run, where it is not the trace.
pub const RUN: &[&str] = &["llmobserve.run_id"];

/// Where the application runs.
pub const ENVIRONMENT: &[&str] = &[
    "llmobserve.environment",
    "deployment.environment.name",
    "deployment.environment",
    "langfuse.environment",
];

/// Who serves the model.
pub const PROVIDER: &[&str] = &[
    "gen_ai.provider.name",
    "gen_ai.system",
    "llm.provider",
    "llm.system",
    "ai.model.provider",
    "db.system.name",
    "db.system",
];

/// The model: the one that answered before the one that was asked for.
pub const MODEL: &[&str] = &[
    "gen_ai.response.model",
    "llm.response.model_name",
    "llm.output_model_name",
    "ai.response.model",
    "gen_ai.request.model",
    "llm.request.model_name",
    "llm.model_name",
    "llm.input_model_name",
    "embedding.model_name",
    "reranker.model_name",
    "ai.model.id",
];

/// What the call is.
pub const OPERATION: &[&str] = &["gen_ai.operation.name"];

/// What the Vercel AI SDK calls a span.
pub const AI_OPERATION: &[&str] = &["ai.operationId", "operation.name"];

/// What `OpenInference` calls a span.
pub const OPENINFERENCE_KIND: &[&str] = &["openinference.span.kind"];

/// What `OpenLLMetry` calls a step, and a request.
pub const TRACELOOP_KIND: &[&str] = &["traceloop.span.kind"];
/// See [`TRACELOOP_KIND`].
pub const REQUEST_TYPE: &[&str] = &["llm.request.type"];

/// The provider's id of the response.
pub const RESPONSE_ID: &[&str] = &["gen_ai.response.id", "ai.response.id", "llm.response.id"];

/// The tier that served the call.
pub const SERVICE_TIER: &[&str] = &[
    "openai.response.service_tier",
    "gen_ai.openai.response.service_tier",
    "anthropic.response.service_tier",
    "gen_ai.response.service_tier",
];

/// The answer was streamed.
pub const STREAMING: &[&str] =
    &["gen_ai.request.stream", "gen_ai.is_streaming", "llm.is_streaming"];

/// Seconds until the first part of the answer.
pub const FIRST_CHUNK_SECONDS: &[&str] =
    &["gen_ai.response.time_to_first_chunk", "gen_ai.server.time_to_first_token"];

/// The same in milliseconds.
pub const FIRST_CHUNK_MILLIS: &[&str] = &["ai.response.msToFirstChunk"];

/// Why it failed.
pub const ERROR: &[&str] = &["error.type"];

/// What the client says that it cost, in USD.
pub const COST: &[&str] = &[
    "llmobserve.cost_usd",
    "gen_ai.usage.cost.amount",
    "gen_ai.usage.cost",
    "operation.cost",
    "llm.cost.total",
];

/// The currency of `gen_ai.usage.cost.amount`, where it is not USD.
pub const COST_CURRENCY: &[&str] = &["gen_ai.usage.cost.currency"];

/// The section and its path, in our words.
pub const SECTION: &[&str] = &["llmobserve.section"];
/// See [`SECTION`].
pub const SECTION_PATH: &[&str] = &["llmobserve.section_path"];

/// The workflow that a span is of.
pub const WORKFLOW: &[&str] =
    &["gen_ai.workflow.name", "traceloop.workflow.name", "ai.telemetry.functionId"];

/// The agent that a span is of.
pub const AGENT: &[&str] = &["gen_ai.agent.name", "agent.name", "graph.node.name"];

/// The tool that a span is of.
pub const TOOL: &[&str] = &["gen_ai.tool.name", "tool.name", "ai.toolCall.name"];

/// What `OpenLLMetry` calls the step itself, and the steps around a span, with dots between them.
pub const ENTITY: &[&str] = &["traceloop.entity.name"];
/// See [`ENTITY`].
pub const ENTITY_PATH: &[&str] = &["traceloop.entity.path"];

/// Labels: a list of texts.
pub const LABELS: &[&str] = &["llmobserve.tags", "tag.tags", "langfuse.trace.tags"];

/// A label of this name: `llmobserve.tag.feature`.
pub const LABEL_PREFIX: &str = "llmobserve.tag.";

/// Usage by kind in our own words, disjoint: `llmobserve.usage.cache_read`.
pub const USAGE_PREFIX: &str = "llmobserve.usage.";

/// A side of the usage and its parts: which kind, and under which names. `input` and `output` include
/// their parts in every convention.
pub const USAGE: &[(&str, &[&str])] = &[
    (
        "input",
        &[
            "gen_ai.usage.input_tokens",
            "gen_ai.usage.prompt_tokens",
            "llm.token_count.prompt",
            "ai.usage.inputTokens",
            "ai.usage.promptTokens",
            "llm.usage.prompt_tokens",
        ],
    ),
    (
        "cache_read",
        &[
            "gen_ai.usage.cache_read.input_tokens",
            "gen_ai.usage.cache_read_input_tokens",
            "gen_ai.usage.input_tokens.cached",
            "gen_ai.usage.details.cache_read_tokens",
            "llm.token_count.prompt_details.cache_read",
            "ai.usage.cachedInputTokens",
            "ai.usage.inputTokenDetails.cacheReadTokens",
        ],
    ),
    (
        "cache_write",
        &[
            "gen_ai.usage.cache_write.input_tokens",
            "gen_ai.usage.cache_creation.input_tokens",
            "gen_ai.usage.cache_creation_input_tokens",
            "gen_ai.usage.input_tokens.cache_write",
            "gen_ai.usage.details.cache_write_tokens",
            "llm.token_count.prompt_details.cache_write",
            "ai.usage.inputTokenDetails.cacheWriteTokens",
        ],
    ),
    ("cache_write_5m", &["anthropic.usage.cache_creation.ephemeral_5m_input_tokens"]),
    ("cache_write_1h", &["anthropic.usage.cache_creation.ephemeral_1h_input_tokens"]),
    ("input_audio", &["gen_ai.usage.audio.input_tokens", "llm.token_count.prompt_details.audio"]),
    ("input_image", &["gen_ai.usage.image.input_tokens"]),
    (
        "output",
        &[
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.completion_tokens",
            "llm.token_count.completion",
            "ai.usage.outputTokens",
            "ai.usage.completionTokens",
            "llm.usage.completion_tokens",
        ],
    ),
    (
        "reasoning",
        &[
            "gen_ai.usage.reasoning.output_tokens",
            "gen_ai.usage.reasoning_tokens",
            "gen_ai.usage.output_tokens.reasoning",
            "gen_ai.usage.details.reasoning_tokens",
            "gen_ai.usage.experimental.reasoning_tokens",
            "llm.token_count.completion_details.reasoning",
            "ai.usage.reasoningTokens",
            "ai.usage.outputTokenDetails.reasoningTokens",
        ],
    ),
    (
        "output_audio",
        &["gen_ai.usage.audio.output_tokens", "llm.token_count.completion_details.audio"],
    ),
    ("output_image", &["gen_ai.usage.image.output_tokens"]),
    ("read_units", &["pinecone.usage.read_units"]),
    ("write_units", &["pinecone.usage.write_units"]),
    ("pages", &["mistral_ai.ocr.usage.pages_processed"]),
];

/// All that was used, where nothing says of which side: embeddings have one side only.
pub const TOTAL: &[&str] = &[
    "ai.usage.tokens",
    "gen_ai.usage.total_tokens",
    "llm.token_count.total",
    "llm.usage.total_tokens",
    "ai.usage.totalTokens",
];

/// What the Vercel AI SDK's providers say besides, as JSON: `anthropic.cacheCreationInputTokens`,
/// `openai.serviceTier`.
pub const PROVIDER_METADATA: &[&str] = &["ai.response.providerMetadata"];

/// Texts that describe a call and hold nothing of what was asked or answered: these are kept. Any other
/// text is content, for no list of what holds content is ever complete. Numbers and booleans are kept
/// under any name.
pub const KEPT: &[&str] = &[
    "ai.model.id",
    "ai.model.provider",
    "ai.operationId",
    "ai.response.finishReason",
    "ai.response.model",
    "ai.telemetry.functionId",
    "agent.name",
    "db.system",
    "db.system.name",
    "embedding.model_name",
    "error.type",
    "gen_ai.agent.id",
    "gen_ai.agent.name",
    "gen_ai.data_source.id",
    "gen_ai.operation.name",
    "gen_ai.output.type",
    "gen_ai.provider.name",
    "gen_ai.request.encoding_formats",
    "gen_ai.request.model",
    "gen_ai.request.service_tier",
    "gen_ai.response.finish_reasons",
    "gen_ai.response.model",
    "gen_ai.system",
    "gen_ai.tool.call.id",
    "gen_ai.tool.name",
    "gen_ai.tool.type",
    "gen_ai.workflow.name",
    "graph.node.name",
    "llm.finish_reason",
    "llm.model_name",
    "llm.provider",
    "llm.request.type",
    "llm.system",
    "logfire.span_type",
    "openai.request.service_tier",
    "openinference.span.kind",
    "operation.name",
    "reranker.model_name",
    "tool.name",
    "traceloop.entity.name",
    "traceloop.entity.path",
    "traceloop.span.kind",
    "traceloop.workflow.name",
];

/// A name with one of these in it is never kept, wanted or not: keys, headers and addresses.
pub const SECRETS: &[&str] = &[
    "api_key",
    "apikey",
    "api-key",
    "authorization",
    "header",
    "cookie",
    "password",
    "secret",
    "credential",
    "access_token",
    "address",
    "api_base",
    "url",
];
