export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description A trace event as it is sent. Only `id` and `provider` are required; unknown fields are kept in
         *     the metadata.
         */
        Event: {
            /**
             * Format: double
             * @description Seconds of audio.
             */
            audio_duration_seconds?: number | null;
            /**
             * Format: int64
             * @description Prompt tokens read from a cache.
             */
            cached_tokens?: number | null;
            /**
             * Format: double
             * @description The client's own figure in USD: kept beside ours, used only where we have no price.
             */
            cost_usd?: number | null;
            /** @description The tenant's end customer. */
            customer_id?: string | null;
            /** @description Method or address. Query string and userinfo are not kept. */
            endpoint?: string | null;
            /** @description `production`, `staging` … */
            environment?: string | null;
            /** @description Anything else, up to 64 KiB. */
            event_metadata?: Record<string, never> | null;
            /**
             * @description Unique within the tenant; up to 256 bytes. An event with a known id is skipped. UUIDv7 costs
             *     least to store.
             */
            id: string;
            /**
             * Format: int64
             * @description Prompt tokens without `cached_tokens`; characters for speech synthesis.
             */
            input_tokens?: number | null;
            /** @description The answer was streamed. */
            is_streaming?: boolean | null;
            /**
             * Format: double
             * @description Duration.
             */
            latency_ms?: number | null;
            /**
             * @description As the provider names it.
             * @example gpt-4o-mini
             */
            model?: string | null;
            /**
             * Format: int64
             * @description Completion tokens.
             */
            output_tokens?: number | null;
            /**
             * @description `tenant` (default), or `customer` for a call on the customer's own provider account: shown,
             *     never summed into spend.
             */
            paid_by?: string | null;
            /** @description The span around it. */
            parent_span_id?: string | null;
            /**
             * @description `openai`, `anthropic`, `pinecone` …
             * @example openai
             */
            provider: string;
            /** @description A hold that this call settles. */
            reservation_id?: string | null;
            /** @description The provider's id of the response: a call that two instruments report bills once. */
            response_id?: string | null;
            /** @description Groups the calls of one request or job. Default: a run of its own. */
            run_id?: string | null;
            /**
             * @description Where in the application. Default: `default`.
             * @example agent:research
             */
            section?: string | null;
            /** @description The section with those around it, separated by `/`. */
            section_path?: string | null;
            /** @description The tier that served the call: `batch`, `flex`, `priority`, `hd/1024x1792` … */
            service_tier?: string | null;
            /** @description The conversation. */
            session_id?: string | null;
            /** @description The span. */
            span_id?: string | null;
            /** @description `llm`, `agent`, `tool`, `http_fallback` … Default: `llm`. */
            span_type?: string | null;
            /** @description `ok` (default), `error`, `cancelled`, `rate_limited` … */
            status?: string | null;
            /** @description The stream was cut short. */
            stream_cancelled?: boolean | null;
            /** @description Free labels: an object of texts. */
            tags?: Record<string, never> | null;
            /** @description Selects the tenant in open mode; otherwise it may only repeat the API key's. */
            tenant_id?: string | null;
            /** @description When the call began: RFC 3339, or milliseconds since 1970. Default: the time of arrival. */
            timestamp?: string | null;
            /**
             * @description Disjoint kinds of usage and how much of each; takes the place of the four fields below.
             *     `input` excludes `cache_read` and `cache_write_*`; `output` excludes `reasoning`.
             */
            usage?: Record<string, never> | null;
            /** @description The person who caused the call. */
            user_id?: string | null;
        };
        /** @description What became of a batch. The first four members are those that installed SDKs know. */
        Receipt: {
            /** @description Skipped events whose id was stored before with other content. The first content stays. */
            conflicts: components["schemas"]["Conflict"][];
            /** @description Events stored now: durable, and counted in every total. */
            created: number;
            /** @description Always 0: nothing is dropped silently. */
            filtered: number;
            /** @description Events that were not stored, and why. */
            rejected: components["schemas"]["Refusal"][];
            /** @description Events that were stored before, by this or an earlier request. */
            skipped: number;
            /**
             * @description Always `success`.
             * @example success
             */
            status: string;
        };
        /** @description An event whose id is taken. */
        Conflict: {
            /**
             * @description Always `conflict`.
             * @example conflict
             */
            code: string;
            /** @description Its place in the request, from 0. */
            index: number;
            /** @description What to do. */
            message: string;
        };
        /** @description An event that was not stored. */
        Refusal: {
            /** @description The kind of reason. */
            code: components["schemas"]["RejectionCode"];
            /** @description Its place in the request, from 0. */
            index: number;
            /** @description What is wrong, where, and what to do. */
            message: string;
        };
        /**
         * @description A stable name for the reason.
         * @enum {string}
         */
        RejectionCode: "invalid_json" | "invalid_type" | "missing_field" | "duplicate_field" | "invalid_value" | "negative" | "too_large" | "too_long" | "too_new" | "too_old" | "tenant_mismatch";
        /** @description A batch of which nothing was stored. */
        AllRejected: components["schemas"]["Problem"] & {
            /** @description Why, for each event. */
            rejected: components["schemas"]["Refusal"][];
        };
        /** @description An error as it is sent. */
        Problem: {
            /** @description A stable name for the kind of error. */
            code: components["schemas"]["Code"];
            /** @description What was wrong, where, and what to do. */
            detail: string;
            /** @description The request's id, also in the `x-request-id` header and in the server's log. */
            request_id?: string | null;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description The status in words. */
            title: string;
            /** @description Always `about:blank`: the code tells the kind. */
            type: string;
        };
        /**
         * @description A stable name for what went wrong. Programs compare it; people read the detail.
         * @enum {string}
         */
        Code: "invalid_json" | "invalid_body" | "invalid_parameter" | "credential_required" | "credential_invalid" | "csrf_token_invalid" | "scope_missing" | "tenant_mismatch" | "not_in_this_mode" | "host_not_trusted" | "not_found" | "conflict" | "method_not_allowed" | "timeout" | "too_large" | "all_rejected" | "overloaded" | "unavailable" | "internal";
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
