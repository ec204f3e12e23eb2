import type { Usd } from "../lib/money";
export interface paths {
    "/api/v1/costs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Costs by customer, model, section, time …
         * @description Sums of groups equal the total, to the nano-dollar. Time windows that are not whole days are
         *     exact too.
         */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description Dimensions, separated by commas: `customer`, `provider`, `model`, `section`,
                     *     `section_path`, `key`, `status`, `price_state`, `environment`, `user`, `session`,
                     *     `tag:NAME`, `hour`, `day`. Without any, the total alone.
                     * @example customer,model
                     */
                    group_by?: string;
                    /** @description `previous`: beside the window of equal length before. Not with hour or day. */
                    compare?: string;
                    /** @description The first instant or day of any other window to compare with. */
                    compare_from?: string;
                    /** @description Its first instant or day after. */
                    compare_to?: string;
                    /**
                     * @description Only so many groups, the costliest over the whole window; the others are added up in `rest`;
                     *     in a table, in rows after the groups, whose column `groups` has their number.
                     */
                    top?: number;
                    /** @description Only this customer; empty: only calls without one. So for the filters below. */
                    customer?: string;
                    /** @description Only this provider. */
                    provider?: string;
                    /** @description Only this model. */
                    model?: string;
                    /** @description Only this section. */
                    section?: string;
                    /** @description Only this section with those around it. */
                    section_path?: string;
                    /** @description Only events that this API key sent. */
                    key?: string;
                    /** @description Only calls that ended so. */
                    status?: string;
                    /** @description Only calls whose cost is known so: `priced`, `free`, `reported`, `unpriced`. */
                    price_state?: string;
                    /** @description Only this environment. */
                    environment?: string;
                    /** @description Only this person. Read from single events. */
                    user?: string;
                    /** @description Only this conversation. Read from single events. */
                    session?: string;
                    /** @description Only this value of a declared tag; so for each declared tag. */
                    "tag:NAME"?: string;
                    /** @description Not this customer; empty: not calls without one. May be given several times. So for those below. */
                    "customer!"?: string[];
                    /** @description Not this provider. */
                    "provider!"?: string[];
                    /** @description Not this model. */
                    "model!"?: string[];
                    /** @description Not this section. */
                    "section!"?: string[];
                    /** @description Not this section path. */
                    "section_path!"?: string[];
                    /** @description Not this key. */
                    "key!"?: string[];
                    /** @description Not this status. */
                    "status!"?: string[];
                    /** @description Not this price state. */
                    "price_state!"?: string[];
                    /** @description Not this environment. */
                    "environment!"?: string[];
                    /** @description Not this person. */
                    "user!"?: string[];
                    /** @description Not this conversation. */
                    "session!"?: string[];
                    /** @description Not this value of a declared tag. */
                    "tag:NAME!"?: string[];
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CostsView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's customers with what each cost. */
        get: {
            parameters: {
                query?: {
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomersView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer: what it cost, by model, section and day. */
        get: {
            parameters: {
                query?: {
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The customer's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomerDetailView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Notes down a customer, and which other ids mean it.
         * @description To take a merge back, undo its revision and put the customer without the id.
         */
        put: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The customer's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CustomerBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomerRecordView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /**
         * Erases a customer: everything that it can be known by is replaced by a pseudonym or cleared; what it
         *     cost stays, to the nano-dollar. It cannot be taken back.
         */
        delete: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The customer's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ErasureBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErasureView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/demo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stores demo data: 5,000 events of 50 customers in the 30 days to this hour. In open mode only, where
         *     nobody's books are kept. Repeating it stores nothing more.
         */
        post: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Seeded"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The certificates of erasures, the latest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ErasuresView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events of a window, the latest first: every call, and what was around it.
         * @description The amounts of all events add up to the total of the same question about costs.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Only this customer; empty: only calls without one. So for the filters below. */
                    customer?: string;
                    /** @description Only this provider. */
                    provider?: string;
                    /** @description Only this model. */
                    model?: string;
                    /** @description Only this section. */
                    section?: string;
                    /** @description Only this section with those around it. */
                    section_path?: string;
                    /** @description Only events that this API key sent. */
                    key?: string;
                    /** @description Only calls that ended so. */
                    status?: string;
                    /** @description Only calls whose cost is known so: `priced`, `free`, `reported`, `unpriced`. */
                    price_state?: string;
                    /** @description Only this environment. */
                    environment?: string;
                    /** @description Only this person. Read from single events. */
                    user?: string;
                    /** @description Only this conversation. Read from single events. */
                    session?: string;
                    /** @description Only this value of a declared tag; so for each declared tag. */
                    "tag:NAME"?: string;
                    /** @description Not this customer; empty: not calls without one. May be given several times. So for those below. */
                    "customer!"?: string[];
                    /** @description Not this provider. */
                    "provider!"?: string[];
                    /** @description Not this model. */
                    "model!"?: string[];
                    /** @description Not this section. */
                    "section!"?: string[];
                    /** @description Not this section path. */
                    "section_path!"?: string[];
                    /** @description Not this key. */
                    "key!"?: string[];
                    /** @description Not this status. */
                    "status!"?: string[];
                    /** @description Not this price state. */
                    "price_state!"?: string[];
                    /** @description Not this environment. */
                    "environment!"?: string[];
                    /** @description Not this person. */
                    "user!"?: string[];
                    /** @description Not this conversation. */
                    "session!"?: string[];
                    /** @description Not this value of a declared tag. */
                    "tag:NAME!"?: string[];
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventsView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Store trace events. The same as `POST /events`. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description Trace events */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Event"][];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Receipt"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AllRejected"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One event with its usage lines. */
        get: {
            parameters: {
                query?: {
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's */
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The event's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventDetailView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What deserves a look: spikes, growing prompts, loops, failures, missing prices and customers.
         * @description Each rule compares exact totals, is quiet below a minimum sample, and shows what it compared.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                    /** @description Most insights */
                    limit?: number;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's */
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["InsightsView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's API keys, the oldest first. */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["KeysView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Issues an API key. It is shown once. */
        post: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewKeyBody"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IssuedView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revokes a key. It stops working within a second, and with it the sessions that it signed in. */
        delete: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The models that were called, with price state, cache share and unit costs. */
        get: {
            parameters: {
                query?: {
                    /** @description Only this customer; empty: only calls without one. So for the filters below. */
                    customer?: string;
                    /** @description Only this provider. */
                    provider?: string;
                    /** @description Only this model. */
                    model?: string;
                    /** @description Only this section. */
                    section?: string;
                    /** @description Only this section with those around it. */
                    section_path?: string;
                    /** @description Only events that this API key sent. */
                    key?: string;
                    /** @description Only calls that ended so. */
                    status?: string;
                    /** @description Only calls whose cost is known so: `priced`, `free`, `reported`, `unpriced`. */
                    price_state?: string;
                    /** @description Only this environment. */
                    environment?: string;
                    /** @description Only this person. Read from single events. */
                    user?: string;
                    /** @description Only this conversation. Read from single events. */
                    session?: string;
                    /** @description Only this value of a declared tag; so for each declared tag. */
                    "tag:NAME"?: string;
                    /** @description Not this customer; empty: not calls without one. May be given several times. So for those below. */
                    "customer!"?: string[];
                    /** @description Not this provider. */
                    "provider!"?: string[];
                    /** @description Not this model. */
                    "model!"?: string[];
                    /** @description Not this section. */
                    "section!"?: string[];
                    /** @description Not this section path. */
                    "section_path!"?: string[];
                    /** @description Not this key. */
                    "key!"?: string[];
                    /** @description Not this status. */
                    "status!"?: string[];
                    /** @description Not this price state. */
                    "price_state!"?: string[];
                    /** @description Not this environment. */
                    "environment!"?: string[];
                    /** @description Not this person. */
                    "user!"?: string[];
                    /** @description Not this conversation. */
                    "session!"?: string[];
                    /** @description Not this value of a declared tag. */
                    "tag:NAME!"?: string[];
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModelsView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each model costs the tenant, without a service tier and without a customer's contract. */
        get: {
            parameters: {
                query?: {
                    /** @description Only providers whose id contains this text. */
                    provider?: string;
                    /** @description Only models whose id contains this text. */
                    model?: string;
                    /** @description At this instant (RFC 3339) or day in UTC. Default: now. */
                    at?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PricesView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which price a call would get, layer by layer. */
        get: {
            parameters: {
                query: {
                    /** @description The provider, as events name it. */
                    provider: string;
                    /** @description The model, as events name it. Default: a call that names none. */
                    model?: string;
                    /** @description The service tier, as events name it. */
                    service_tier?: string;
                    /** @description The customer, whose contract comes first. */
                    customer?: string;
                    /** @description At this instant (RFC 3339) or day in UTC. Default: now. */
                    at?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Explanation"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The price data that the operator imported, for every tenant. */
        get: {
            parameters: {
                query?: {
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's */
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportsView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Imports price data, for every tenant. In open mode; elsewhere it is the command line's. */
        post: {
            parameters: {
                query: {
                    /** @description `genai-prices`, `litellm` or `csv` */
                    format: string;
                    /** @description Where the file comes from */
                    source: string;
                    /** @description From when on prices without dates hold. Default: now; data of genai-prices, which has dates of its own: since ever */
                    from?: string;
                    /** @description Say what would change, and change nothing */
                    dry_run?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description The file */
            requestBody: {
                content: {
                    "application/octet-stream": string;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ImportedView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Retires an import: it counts no longer, and stays listed. In open mode. */
        delete: {
            parameters: {
                query?: {
                    /** @description Why */
                    reason?: string;
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/overrides": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's overrides, retired ones too. */
        get: {
            parameters: {
                query?: {
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's */
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OverridesView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Set prices or a mark-up, for the tenant or for one of its customers.
         * @description New calls get it from now on; what is stored keeps its price.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's */
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewOverride"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OverrideView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/overrides/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Retire an override: it counts no longer, and stays listed. */
        delete: {
            parameters: {
                query?: {
                    /** @description Why: kept with it */
                    reason?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's */
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The override's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It counts no longer */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/prices/unpriced": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Models that were called without a price, with the nearest known names. */
        get: {
            parameters: {
                query?: {
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                    /** @description Most models */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UnpricedView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Revisions, the latest first. */
        get: {
            parameters: {
                query?: {
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RevisionsView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Begins a change of what was stored. It goes on in the background; ask for it by its id.
         * @description The past is never rewritten silently: each changed event shows what it was and became, and why.
         */
        post: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRevisionBody"];
                };
            };
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RevisionView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/revisions/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a change would do, without doing it. */
        post: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRevisionBody"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PreviewView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/revisions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One revision, with how far it is. */
        get: {
            parameters: {
                query?: {
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's */
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The revision's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RevisionView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/revisions/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Goes on with a revision that was cut off, such as one of a command line that was killed. */
        post: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The revision's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RevisionView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs, the latest, the costliest or those with most calls first. */
        get: {
            parameters: {
                query?: {
                    /** @description Only runs with an event of this customer; empty: none of whose events has a customer. */
                    customer?: string;
                    /** @description Only runs with a call to this provider. With a model or a section, the same call's. */
                    provider?: string;
                    /** @description Only runs with a call to this model. */
                    model?: string;
                    /** @description Only runs with a call in this section. */
                    section?: string;
                    /** @description `true`: only runs with a failed span; `false`: only runs without. */
                    failed?: boolean;
                    /** @description `time` (default), `cost` or `calls`; the largest first. */
                    sort?: string;
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunsView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run as a tree of its events, with the cost of each branch. */
        get: {
            parameters: {
                query?: {
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's */
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The run's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunDetailView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sections as a tree, each with what it costs itself and with all below it. */
        get: {
            parameters: {
                query?: {
                    /** @description Only this customer; empty: only calls without one. So for the filters below. */
                    customer?: string;
                    /** @description Only this provider. */
                    provider?: string;
                    /** @description Only this model. */
                    model?: string;
                    /** @description Only this section. */
                    section?: string;
                    /** @description Only this section with those around it. */
                    section_path?: string;
                    /** @description Only events that this API key sent. */
                    key?: string;
                    /** @description Only calls that ended so. */
                    status?: string;
                    /** @description Only calls whose cost is known so: `priced`, `free`, `reported`, `unpriced`. */
                    price_state?: string;
                    /** @description Only this environment. */
                    environment?: string;
                    /** @description Only this person. Read from single events. */
                    user?: string;
                    /** @description Only this conversation. Read from single events. */
                    session?: string;
                    /** @description Only this value of a declared tag; so for each declared tag. */
                    "tag:NAME"?: string;
                    /** @description Not this customer; empty: not calls without one. May be given several times. So for those below. */
                    "customer!"?: string[];
                    /** @description Not this provider. */
                    "provider!"?: string[];
                    /** @description Not this model. */
                    "model!"?: string[];
                    /** @description Not this section. */
                    "section!"?: string[];
                    /** @description Not this section path. */
                    "section_path!"?: string[];
                    /** @description Not this key. */
                    "key!"?: string[];
                    /** @description Not this status. */
                    "status!"?: string[];
                    /** @description Not this price state. */
                    "price_state!"?: string[];
                    /** @description Not this environment. */
                    "environment!"?: string[];
                    /** @description Not this person. */
                    "user!"?: string[];
                    /** @description Not this conversation. */
                    "session!"?: string[];
                    /** @description Not this value of a declared tag. */
                    "tag:NAME!"?: string[];
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SectionsView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who looks, and what may be shown. Asks for no credential. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionView"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Exchanges an API key for a session, as a cookie that scripts cannot read and other sites cannot use. */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SessionView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /** Ends the session. */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The conversations that calls belong to, the costliest first. Read from single events. */
        get: {
            parameters: {
                query?: {
                    /** @description Only this customer; empty: only calls without one. So for the filters below. */
                    customer?: string;
                    /** @description Only this provider. */
                    provider?: string;
                    /** @description Only this model. */
                    model?: string;
                    /** @description Only this section. */
                    section?: string;
                    /** @description Only this section with those around it. */
                    section_path?: string;
                    /** @description Only events that this API key sent. */
                    key?: string;
                    /** @description Only calls that ended so. */
                    status?: string;
                    /** @description Only calls whose cost is known so: `priced`, `free`, `reported`, `unpriced`. */
                    price_state?: string;
                    /** @description Only this environment. */
                    environment?: string;
                    /** @description Only this person. Read from single events. */
                    user?: string;
                    /** @description Only this conversation. Read from single events. */
                    session?: string;
                    /** @description Only this value of a declared tag; so for each declared tag. */
                    "tag:NAME"?: string;
                    /** @description Not this customer; empty: not calls without one. May be given several times. So for those below. */
                    "customer!"?: string[];
                    /** @description Not this provider. */
                    "provider!"?: string[];
                    /** @description Not this model. */
                    "model!"?: string[];
                    /** @description Not this section. */
                    "section!"?: string[];
                    /** @description Not this section path. */
                    "section_path!"?: string[];
                    /** @description Not this key. */
                    "key!"?: string[];
                    /** @description Not this status. */
                    "status!"?: string[];
                    /** @description Not this price state. */
                    "price_state!"?: string[];
                    /** @description Not this environment. */
                    "environment!"?: string[];
                    /** @description Not this person. */
                    "user!"?: string[];
                    /** @description Not this conversation. */
                    "session!"?: string[];
                    /** @description Not this value of a declared tag. */
                    "tag:NAME!"?: string[];
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PeopleView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant's settings. */
        get: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Changes the tenant's settings. */
        patch: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SettingsChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SettingsView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Spend today, this month, the forecast to its end, and of any billing period. */
        get: {
            parameters: {
                query?: {
                    /**
                     * @description A billing period to sum up besides: `today`, `yesterday`, `week`, `month`, `last_month`,
                     *     `quarter`, `year`, or a date as `2026`, `2026-Q4`, `2026-11`, `2026-11-21`.
                     */
                    period?: string;
                    /** @description IANA time zone of days and months. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description Only this customer; empty: only calls without one. So for the filters below. */
                    customer?: string;
                    /** @description Only this provider. */
                    provider?: string;
                    /** @description Only this model. */
                    model?: string;
                    /** @description Only this section. */
                    section?: string;
                    /** @description Only this section with those around it. */
                    section_path?: string;
                    /** @description Only events that this API key sent. */
                    key?: string;
                    /** @description Only calls that ended so. */
                    status?: string;
                    /** @description Only calls whose cost is known so: `priced`, `free`, `reported`, `unpriced`. */
                    price_state?: string;
                    /** @description Only this environment. */
                    environment?: string;
                    /** @description Only this person. Read from single events. */
                    user?: string;
                    /** @description Only this conversation. Read from single events. */
                    session?: string;
                    /** @description Only this value of a declared tag; so for each declared tag. */
                    "tag:NAME"?: string;
                    /** @description Not this customer; empty: not calls without one. May be given several times. So for those below. */
                    "customer!"?: string[];
                    /** @description Not this provider. */
                    "provider!"?: string[];
                    /** @description Not this model. */
                    "model!"?: string[];
                    /** @description Not this section. */
                    "section!"?: string[];
                    /** @description Not this section path. */
                    "section_path!"?: string[];
                    /** @description Not this key. */
                    "key!"?: string[];
                    /** @description Not this status. */
                    "status!"?: string[];
                    /** @description Not this price state. */
                    "price_state!"?: string[];
                    /** @description Not this environment. */
                    "environment!"?: string[];
                    /** @description Not this person. */
                    "user!"?: string[];
                    /** @description Not this conversation. */
                    "session!"?: string[];
                    /** @description Not this value of a declared tag. */
                    "tag:NAME!"?: string[];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SummaryView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How the collector is. */
        get: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SystemView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The people who caused calls, the costliest first. Read from single events. */
        get: {
            parameters: {
                query?: {
                    /** @description Only this customer; empty: only calls without one. So for the filters below. */
                    customer?: string;
                    /** @description Only this provider. */
                    provider?: string;
                    /** @description Only this model. */
                    model?: string;
                    /** @description Only this section. */
                    section?: string;
                    /** @description Only this section with those around it. */
                    section_path?: string;
                    /** @description Only events that this API key sent. */
                    key?: string;
                    /** @description Only calls that ended so. */
                    status?: string;
                    /** @description Only calls whose cost is known so: `priced`, `free`, `reported`, `unpriced`. */
                    price_state?: string;
                    /** @description Only this environment. */
                    environment?: string;
                    /** @description Only this person. Read from single events. */
                    user?: string;
                    /** @description Only this conversation. Read from single events. */
                    session?: string;
                    /** @description Only this value of a declared tag; so for each declared tag. */
                    "tag:NAME"?: string;
                    /** @description Not this customer; empty: not calls without one. May be given several times. So for those below. */
                    "customer!"?: string[];
                    /** @description Not this provider. */
                    "provider!"?: string[];
                    /** @description Not this model. */
                    "model!"?: string[];
                    /** @description Not this section. */
                    "section!"?: string[];
                    /** @description Not this section path. */
                    "section_path!"?: string[];
                    /** @description Not this key. */
                    "key!"?: string[];
                    /** @description Not this status. */
                    "status!"?: string[];
                    /** @description Not this price state. */
                    "price_state!"?: string[];
                    /** @description Not this environment. */
                    "environment!"?: string[];
                    /** @description Not this person. */
                    "user!"?: string[];
                    /** @description Not this conversation. */
                    "session!"?: string[];
                    /** @description Not this value of a declared tag. */
                    "tag:NAME!"?: string[];
                    /** @description First instant (RFC 3339) or day. Default: 30 days, today included. */
                    from?: string;
                    /** @description First instant or day after. Default: the end of today. */
                    to?: string;
                    /** @description IANA time zone of dates, hours and days. Default: the tenant's. */
                    time_zone?: string;
                    /** @description Selects the tenant in open mode; otherwise it may only repeat the credential's. */
                    tenant_id?: string;
                    /** @description Most entries of a page. */
                    limit?: number;
                    /**
                     * @description `next` of the page before; the other parameters must be as they were. Without `from` and `to`
                     *     the window moves on at midnight: name them where pages may be read on both sides of it.
                     */
                    cursor?: string;
                    /** @description `json` (default), `csv` or `ndjson`. A table holds every entry, unless `limit` is given. */
                    format?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PeopleView"];
                    };
                };
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/caps/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a call may be made. No limits can be set yet, so every call may. */
        get: {
            parameters: {
                query?: {
                    provider?: string;
                    model?: string;
                    customer_id?: string;
                    agent?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CapsView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cost by customer, the costliest first, over days. */
        get: {
            parameters: {
                query?: {
                    days?: number;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomerSum"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/customers/{id}/detail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as `/stats/customer/{id}`, for 7 days unless asked otherwise. */
        get: {
            parameters: {
                query?: {
                    days?: number;
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The customer's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomerStats"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/dashboard/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The tenant as a whole, over days. */
        get: {
            parameters: {
                query?: {
                    days?: number;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StatsView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store trace events.
         * @description The body is an array of events, one event, or `{"events":[…]}`, optionally gzipped. Each event is
         *     judged alone. 201 means that every event counted as created or skipped is on disk and counted
         *     exactly once in every total. A request may be sent again at any time.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            /** @description Trace events */
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Event"][];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Receipt"];
                    };
                };
                /** @description Not JSON, with line and column */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many bytes or events */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                /** @description Every event was rejected */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AllRejected"];
                    };
                };
                /** @description Try again after Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["HealthView"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Alive: the process answers. Asks nothing of the database. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as `/insights/daily`. */
        get: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SeedInsight"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/insights/daily": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What deserves a look, the gravest first. */
        get: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SeedInsight"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics in the Prometheus text format. None names a tenant or a customer. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ready: the database answers and the queue has room. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReadyView"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReadyView"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same as `/runs/latest`. */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunSummary"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest runs, newest first. */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunSummary"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run. */
        get: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The run's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunDetail"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/by-customer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cost by customer, the costliest first; calls without a customer are in no entry. */
        get: {
            parameters: {
                query?: {
                    hours?: number;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomerSum"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/by-model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cost by model, the costliest first. */
        get: {
            parameters: {
                query?: {
                    hours?: number;
                    customer_id?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModelShare"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/by-provider": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cost by provider, the costliest first. */
        get: {
            parameters: {
                query?: {
                    hours?: number;
                    customer_id?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProviderShare"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/by-section": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cost by section and path, the costliest first; calls outside of named sections are left out. */
        get: {
            parameters: {
                query?: {
                    hours?: number;
                    customer_id?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SectionShare"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/customer/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One customer's cost. One that nothing is known of has zeros. */
        get: {
            parameters: {
                query?: {
                    days?: number;
                    tenant_id?: string;
                };
                header?: never;
                path: {
                    /** @description The customer's id */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomerStats"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/daily": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last days by provider, the earliest first. */
        get: {
            parameters: {
                query?: {
                    days?: number;
                    customer_id?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DayCost"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/dashboard-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Shares by provider and model, and the last days. */
        get: {
            parameters: {
                query?: {
                    hours?: number;
                    days?: number;
                    customer_id?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DashboardView"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/timeseries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last hours by provider, the earliest first: by quarter-hours up to 6 hours, by hours up to 48,
         *     by 4 hours up to 14 days, by days beyond.
         */
        get: {
            parameters: {
                query?: {
                    hours?: number;
                    customer_id?: string;
                    tenant_id?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Point"][];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Store OpenTelemetry spans: OTLP/HTTP, in protobuf or JSON, optionally gzipped.
         * @description Spans of calls to models and of the steps around them become events; others are passed over. 200
         *     means that every span that was not refused is on disk. A request may be sent again at any time.
         */
        post: {
            parameters: {
                query?: {
                    tenant_id?: string;
                };
                header?: {
                    /** @description The customer of spans that name none */
                    "x-customer-id"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            /** @description An `ExportTraceServiceRequest` */
            requestBody?: {
                content: {
                    "application/json": unknown;
                    "application/x-protobuf": unknown;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExportTraceServiceResponse"];
                    };
                };
                /** @description It does not decode */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RpcStatus"];
                    };
                };
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RpcStatus"];
                    };
                };
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RpcStatus"];
                    };
                };
                /** @description Too many bytes or spans */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RpcStatus"];
                    };
                };
                /** @description Neither protobuf nor JSON */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RpcStatus"];
                    };
                };
                /** @description Try again after Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RpcStatus"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/warm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The database answers. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WarmView"];
                    };
                };
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WarmView"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What a revision changed in an event. */
        AdjustmentView: {
            /** @description What it became. */
            after: components["schemas"]["FactsView"];
            /** @description What the event was. */
            before: components["schemas"]["FactsView"];
            /**
             * Format: double
             * @description What totals changed by, in USD.
             */
            cost_change_usd: Usd;
            /** @description Its kind. */
            kind: string;
            /**
             * Format: date-time
             * @description When.
             */
            made_at: string;
            /** @description Who asked for it. */
            made_by: string;
            /** @description Why. */
            reason: string;
            /** @description The revision. */
            revision: string;
        };
        /** @description Another id of a customer. */
        AliasBody: {
            /** @description The id. */
            id: string;
            /** @description From this instant (RFC 3339) or day of the tenant's zone on. Default: always. */
            since?: string | null;
        };
        /** @description Another id of a customer. */
        AliasView: {
            /** @description The id. */
            id: string;
            /**
             * Format: date-time
             * @description The first instant of the calls for which it means the customer.
             */
            since: string;
        };
        /** @description A batch of which nothing was stored. */
        AllRejected: components["schemas"]["Problem"] & {
            /** @description Why, for each event. */
            rejected: components["schemas"]["Refusal"][];
        };
        /** @description A price book. */
        BookView: {
            /** @description Models that it names, several names of one model counted once. */
            models: number;
            /** @description The day of its data. */
            version: string;
        };
        /** @description A run's cost from three sides, the costliest first. */
        Breakdown: {
            /** @description By model. */
            by_model: components["schemas"]["Share"][];
            /** @description By provider. */
            by_provider: components["schemas"]["Share"][];
            /** @description By section. */
            by_section: components["schemas"]["Share"][];
        };
        /** @description May the call be made. */
        CapsView: {
            /** @description Yes or no. */
            allowed: boolean;
            /** @description The caps that stand in the way. */
            exceeded_caps: Record<string, never>[];
            /** @description For people. */
            message: string;
        };
        /** @description How many models and prices change. */
        ChangeCounts: {
            /** @description Models that were not there. */
            models_added: number;
            /** @description Models with other prices. */
            models_changed: number;
            /** @description Models that are there no longer. */
            models_removed: number;
            /** @description Models as they were. */
            models_unchanged: number;
            /** @description Prices that were not there. */
            prices_added: number;
            /** @description Prices with other figures. */
            prices_changed: number;
            /** @description Prices that are there no longer. */
            prices_removed: number;
        };
        /** @description Sums beside those of another window. */
        ChangeView: {
            /**
             * Format: double
             * @description The same as a share of the other window's cost: 0.5 is half as much again. `null` where that
             *     cost nothing.
             */
            cost_change_ratio?: number | null;
            /**
             * Format: double
             * @description What this window cost more, in USD.
             */
            cost_change_usd: Usd;
            /**
             * Format: int64
             * @description Its calls.
             */
            previous_calls: number;
            /**
             * Format: double
             * @description What the other window cost, in USD.
             */
            previous_cost_usd: Usd;
            /**
             * Format: int64
             * @description Its prompt tokens.
             */
            previous_input_tokens: number;
            /**
             * Format: int64
             * @description Its completion tokens.
             */
            previous_output_tokens: number;
        };
        /** @description What changes. */
        Changes: {
            /** @description How much of it. */
            counts: components["schemas"]["ChangeCounts"];
            /** @description Model by model. */
            models: components["schemas"]["ModelChange"][];
        };
        /**
         * @description A stable name for what went wrong. Programs compare it; people read the detail.
         * @enum {string}
         */
        Code: "invalid_json" | "invalid_body" | "invalid_parameter" | "credential_required" | "credential_invalid" | "csrf_token_invalid" | "scope_missing" | "tenant_mismatch" | "not_in_this_mode" | "host_not_trusted" | "not_found" | "conflict" | "method_not_allowed" | "timeout" | "too_large" | "all_rejected" | "overloaded" | "unavailable" | "internal";
        /** @description Sums beside those of an earlier window. */
        ComparedView: components["schemas"]["TotalsView"] & components["schemas"]["ChangeView"] & {
            /** @description What it is compared with. */
            compared_window: components["schemas"]["WindowView"];
            /** @description What is summed, up to now. */
            window: components["schemas"]["WindowView"];
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
        /** @description An answer. */
        CostsView: {
            compared?: null | components["schemas"]["ChangeView"];
            compared_window?: null | components["schemas"]["WindowView"];
            /** @description One page of groups: the earliest first where grouped by time, then the costliest. */
            groups: components["schemas"]["GroupView"][];
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
            /** @description With `top`: what the groups beyond it add up to, for each hour or day where grouped by time. */
            rest?: components["schemas"]["RestView"][] | null;
            /** @description The sum of all groups, of all pages, the rest included. */
            total: components["schemas"]["TotalsView"];
            /** @description What it covers. */
            window: components["schemas"]["WindowView"];
        };
        /** @description What is noted about a customer. It replaces what was noted before. */
        CustomerBody: {
            /**
             * @description Its other ids, at most 64. Calls that name one count as this customer's: those to come, and by
             *     a revision those that are stored.
             */
            aliases?: components["schemas"]["AliasBody"][];
            /** @description Free labels, at most 64. */
            labels?: {
                [key: string]: string;
            };
            /** @description What people call it. */
            name?: string | null;
            /** @description What it pays for. */
            plan?: string | null;
        };
        /** @description A customer from several sides. */
        CustomerDetailView: components["schemas"]["NotesView"] & {
            /**
             * @description The customer that this id means, whose other id it is; `null`: itself. Calls that name the id
             *     count as that customer's.
             */
            alias_of?: string | null;
            /** @description Its other ids. */
            aliases: components["schemas"]["AliasView"][];
            /** @description Its id. */
            customer: string;
            /** @description By day. */
            days: components["schemas"]["GroupView"][];
            /**
             * Format: date-time
             * @description When its first event arrived, or its record.
             */
            first_seen: string;
            /** @description By provider and model, the costliest first, at most 100. */
            models: components["schemas"]["GroupView"][];
            /** @description By section, the costliest first, at most 100. */
            sections: components["schemas"]["GroupView"][];
            /** @description The sum. */
            total: components["schemas"]["TotalsView"];
            /** @description What the sums cover. */
            window: components["schemas"]["WindowView"];
        };
        /** @description What changes for a customer. */
        CustomerEffectView: components["schemas"]["EffectView"] & {
            /** @description The customer; `null`: events without one. */
            customer?: string | null;
        };
        /** @description A customer's cost with a model. */
        CustomerModel: {
            /**
             * Format: int64
             * @description Calls.
             */
            calls: number;
            /**
             * Format: double
             * @description USD.
             */
            cost: Usd;
            /** @description The model; `unknown` for calls that name none. */
            model: string;
        };
        /** @description A customer's cost with a provider. */
        CustomerProvider: {
            /**
             * Format: int64
             * @description Calls.
             */
            calls: number;
            /**
             * Format: double
             * @description USD.
             */
            cost: Usd;
            /** @description The provider. */
            provider: string;
        };
        /** @description A customer as it is noted. */
        CustomerRecordView: components["schemas"]["NotesView"] & {
            /** @description Its other ids. */
            aliases: components["schemas"]["AliasView"][];
            /** @description Its id. */
            customer: string;
            /**
             * Format: date-time
             * @description When its first event arrived, or its record.
             */
            first_seen: string;
            /** @description The revision by which stored events of new ids become this customer's. */
            revision?: string | null;
        };
        /** @description One customer. */
        CustomerStats: {
            /**
             * Format: double
             * @description Milliseconds.
             */
            avg_latency_ms: number;
            /** @description By provider, the costliest first. */
            by_provider: components["schemas"]["CustomerProvider"][];
            /**
             * Format: int64
             * @description Calls.
             */
            call_count: number;
            /** @description The customer, as asked for. */
            customer_id: string;
            /**
             * Format: int32
             * @description Days looked at.
             */
            period_days: number;
            /** @description The costliest models, at most 10. */
            top_models: components["schemas"]["CustomerModel"][];
            /**
             * Format: double
             * @description USD.
             */
            total_cost: number;
        };
        /** @description A customer's cost. */
        CustomerSum: {
            /**
             * Format: double
             * @description Milliseconds.
             */
            avg_latency_ms: number;
            /**
             * Format: int64
             * @description Calls.
             */
            call_count: number;
            /** @description The customer. */
            customer_id: string;
            /**
             * Format: double
             * @description USD.
             */
            total_cost: number;
        };
        /** @description A customer and what it cost. */
        CustomerView: components["schemas"]["NotesView"] & components["schemas"]["TotalsView"] & {
            /** @description Its id. */
            customer: string;
            /**
             * Format: date-time
             * @description When its first event arrived, or its record.
             */
            first_seen: string;
        };
        /** @description A page of customers. */
        CustomersView: {
            /** @description The customers, by id. */
            customers: components["schemas"]["CustomerView"][];
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
            /** @description What the sums cover. */
            window: components["schemas"]["WindowView"];
        };
        /** @description A day. */
        DashboardDay: {
            /**
             * Format: int64
             * @description Calls.
             */
            call_count: number;
            /** @description The civil day of the tenant's zone. */
            date: string;
            /**
             * Format: double
             * @description USD.
             */
            total_cost: number;
        };
        /** @description Everything that the original's first page shows. */
        DashboardView: {
            /** @description The last days, the earliest first. */
            daily: components["schemas"]["DashboardDay"][];
            /**
             * Format: int32
             * @description Days of the list.
             */
            days: number;
            /**
             * Format: date-time
             * @description When it was asked.
             */
            generated_at: string;
            /**
             * Format: int32
             * @description Hours of the shares.
             */
            hours: number;
            /** @description As `/stats/by-model`. */
            models: components["schemas"]["ModelShare"][];
            /** @description As `/stats/by-provider`. */
            providers: components["schemas"]["ProviderShare"][];
        };
        /** @description A database. */
        DatabaseView: {
            /** @description `SQLite` or `PostgreSQL`. */
            kind: string;
            /**
             * Format: int64
             * @description The last migration that it has.
             */
            schema_version: number;
            /**
             * Format: int64
             * @description Its size on disk, in bytes; SQLite's write-ahead log not counted.
             */
            size_bytes: number;
            /** @description Its version. */
            version: string;
        };
        /** @description A day. */
        DayCost: {
            /**
             * @description The civil day of the tenant's zone.
             * @example 2026-11-21
             */
            date: string;
            /** @description By provider. */
            providers: {
                [key: string]: components["schemas"]["ProviderCost"];
            };
            /**
             * Format: double
             * @description USD.
             */
            total: number;
        };
        /** @description Changes of some events' sums. */
        EffectView: {
            /** @description What they would count for. */
            after: components["schemas"]["TotalsView"];
            /** @description What they count for. */
            before: components["schemas"]["TotalsView"];
            /**
             * Format: int64
             * @description Events that change.
             */
            changed_events: number;
            /**
             * Format: double
             * @description What totals change by, in USD.
             */
            cost_change_usd: Usd;
        };
        /** @description Why a customer is erased. */
        ErasureBody: {
            /** @description Kept with the certificate, 1 to 1,000 bytes. The customer's id in it is replaced too. */
            reason: string;
        };
        /** @description Sums before and after an erasure. */
        ErasureTotalsView: {
            /** @description The same afterwards. */
            customer_after: components["schemas"]["TotalsView"];
            /** @description Of the customer and its other ids. */
            customer_before: components["schemas"]["TotalsView"];
            /** @description The same afterwards. */
            tenant_after: components["schemas"]["TotalsView"];
            /** @description Of the tenant. */
            tenant_before: components["schemas"]["TotalsView"];
        };
        /** @description The certificate of an erasure. It never has the id that was erased. */
        ErasureView: {
            /**
             * Format: date-time
             * @description When it began.
             */
            begun_at: string;
            /** @description Rows that were changed, by table. */
            changed_rows: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description When it was done; `null`: it was cut off, and is finished by asking for it again.
             */
            finished_at?: string | null;
            /**
             * @description Its id.
             * @example era_8d5c1f0e2b7a9643
             */
            id: string;
            /** @description Who asked for it. */
            made_by: string;
            /**
             * @description What stands for the customer from now on.
             * @example erased-3f0a9c5d7e1b2846
             */
            pseudonym: string;
            /** @description Why. */
            reason: string;
            totals?: null | components["schemas"]["ErasureTotalsView"];
        };
        /** @description A page of certificates. */
        ErasuresView: {
            /** @description The latest first. */
            erasures: components["schemas"]["ErasureView"][];
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
        };
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
            cost_usd?: Usd | null;
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
        /** @description An event with what was changed in it. */
        EventDetailView: components["schemas"]["EventView"] & {
            /** @description What was changed in it since it was received, the earliest first. */
            adjustments: components["schemas"]["AdjustmentView"][];
        };
        /** @description An event. */
        EventView: {
            /** @description The same as the client wrote it. */
            client_cost_text?: string | null;
            /**
             * Format: double
             * @description The client's own figure, in USD.
             */
            client_cost_usd?: Usd | null;
            /**
             * Format: double
             * @description What it adds to the bill, in USD: 0 for a duplicate and for a call that the customer paid,
             *     `null` for a step and for a call whose whole usage has no price.
             */
            cost_usd?: Usd | null;
            /** @description The tenant's end customer. */
            customer_id?: string | null;
            /**
             * Format: double
             * @description What the customer paid for it on its own account, in USD.
             */
            customer_paid_cost_usd: Usd;
            /** @description The event that bills this call instead. */
            duplicate_of?: string | null;
            /** @description Method or address, without secrets. */
            endpoint: string;
            /** @description `production`, `staging` … */
            environment?: string | null;
            /** @description Its id. */
            id: string;
            /**
             * Format: int64
             * @description Prompt tokens, caches included.
             */
            input_tokens: number;
            /** @description The answer was streamed. */
            is_streaming: boolean;
            /** @description The public part of the API key that sent it. */
            key?: string | null;
            /**
             * Format: double
             * @description Duration.
             */
            latency_ms?: number | null;
            /** @description The client's metadata and unknown fields. */
            metadata: Record<string, never>;
            /** @description The model. */
            model?: string | null;
            /**
             * Format: int64
             * @description Completion tokens, reasoning included.
             */
            output_tokens: number;
            /** @description `tenant` or `customer`. */
            paid_by: string;
            /** @description The span around it. */
            parent_span_id?: string | null;
            /**
             * @description The price that was applied.
             * @example 2026-11-21:openai/gpt-4o
             */
            price_id?: string | null;
            /** @description `priced`, `free`, `reported`, `unpriced` or `void`; `null` for a step. */
            price_state?: string | null;
            /** @description The provider. */
            provider: string;
            /**
             * Format: date-time
             * @description When it reached the collector.
             */
            received_at: string;
            /** @description The hold that this call settles. */
            reservation_id?: string | null;
            /** @description The provider's id of the response. */
            response_id?: string | null;
            /** @description Its run. */
            run_id: string;
            /** @description Where in the application. */
            section: string;
            /** @description The same with the sections around it. */
            section_path: string;
            /** @description A label that code analysis gave. */
            semantic_label?: string | null;
            /** @description The tier that served it. */
            service_tier?: string | null;
            /** @description The conversation. */
            session_id?: string | null;
            /** @description Its span. */
            span_id?: string | null;
            /** @description `llm`, `agent`, `http_fallback` … */
            span_type: string;
            /** @description How it ended. */
            status: string;
            /** @description The stream was cut short. */
            stream_cancelled: boolean;
            /** @description Free labels. */
            tags: Record<string, never>;
            /**
             * Format: date-time
             * @description When it began.
             */
            timestamp: string;
            /** @description What was used, and what each kind cost. */
            usage: components["schemas"]["UsageLineView"][];
            /** @description The person who caused it. */
            user_id?: string | null;
        };
        /** @description A page of events. */
        EventsView: {
            /** @description The events, the latest first: calls, steps and duplicates. */
            events: components["schemas"]["EventView"][];
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
            /** @description Events that began in it. */
            window: components["schemas"]["WindowView"];
        };
        /** @description A rate in words and figures. */
        ExplainedRate: {
            /** @description Prompt totals above which another price applies to all units. */
            above?: components["schemas"]["ExplainedTier"][];
            /**
             * Format: int32
             * @description For this many units.
             * @example 1000000
             */
            per: number;
            /**
             * @description USD, exact.
             * @example 2.5
             */
            usd: string;
        };
        /** @description A border in the size of the prompt. */
        ExplainedTier: {
            /**
             * Format: int32
             * @description Prompt tokens that must be exceeded.
             */
            tokens: number;
            /** @description USD, exact. */
            usd: string;
        };
        /** @description Which price applies, and why. */
        Explanation: {
            /**
             * Format: date-time
             * @description As asked for.
             */
            at: string;
            /** @description As asked for. */
            customer?: string | null;
            /** @description The book's spelling of provider and model. */
            found?: string | null;
            /** @description How the name led to it. */
            how: string;
            /** @description As asked for. */
            model?: string | null;
            /** @description The price's id, where there is a price: it names every step. */
            price_id?: string | null;
            /** @description As asked for. */
            provider: string;
            /** @description As asked for. */
            service_tier?: string | null;
            /** @description Where the book's figures come from. */
            source?: string | null;
            /** @description Each layer that has a say, from the lowest up, with the prices after it. */
            steps: components["schemas"]["Step"][];
            /** @description USD by kind of usage: the price, the units it is for, tiers. */
            unit_prices: {
                [key: string]: components["schemas"]["ExplainedRate"];
            };
        };
        /** @description `ExportTracePartialSuccess`. */
        ExportTracePartialSuccess: {
            /** @description Why. */
            errorMessage: string;
            /**
             * @description Spans that were not stored, and will not be if they are sent again.
             * @example 1
             */
            rejectedSpans: string;
        };
        /** @description `ExportTraceServiceResponse`. */
        ExportTraceServiceResponse: {
            partialSuccess?: null | components["schemas"]["ExportTracePartialSuccess"];
        };
        /** @description What a revision may change in an event. */
        FactsView: {
            /**
             * Format: double
             * @description The amount of its lines, in USD, whether it counts or not.
             */
            cost_usd: Usd;
            /** @description The customer. */
            customer_id?: string | null;
            /** @description The price that was applied. */
            price_id?: string | null;
            /** @description How the cost is known. */
            price_state: string;
        };
        /**
         * @description A forecast: what the month cost so far, an average day for each one to come, and for today what is
         *     missing to one.
         */
        ForecastView: {
            /**
             * Format: int64
             * @description The whole days before today that it is the average of.
             */
            averaged_days: number;
            /**
             * Format: double
             * @description The cost of the whole month, in USD.
             */
            cost_usd: Usd;
            /**
             * Format: double
             * @description The average day, in USD.
             */
            daily_average_usd: Usd;
            /**
             * Format: date-time
             * @description The first instant after the month.
             */
            month_end: string;
        };
        /** @description A group. It has a member for each dimension of `group_by`, `null` where its calls have none. */
        GroupView: components["schemas"]["TotalsView"] & {
            /**
             * Format: double
             * @description The same as a share of the other window's cost: 0.5 is half as much again. `null` where that
             *     cost nothing.
             */
            cost_change_ratio?: number | null;
            /**
             * Format: double
             * @description What this window cost more, in USD.
             */
            cost_change_usd?: Usd;
            /**
             * Format: int64
             * @description Its calls.
             */
            previous_calls?: number;
            /**
             * Format: double
             * @description What the other window cost, in USD.
             */
            previous_cost_usd?: Usd;
            /**
             * Format: int64
             * @description Its prompt tokens.
             */
            previous_input_tokens?: number;
            /**
             * Format: int64
             * @description Its completion tokens.
             */
            previous_output_tokens?: number;
        } & ({
            /** @description The tenant's end customer. */
            customer?: string | null;
            /**
             * @description The civil day.
             * @example 2026-11-21
             */
            day?: string | null;
            /** @description The environment. */
            environment?: string | null;
            /**
             * @description The civil hour, with its UTC offset.
             * @example 2026-11-21T13:00:00Z
             */
            hour?: string | null;
            /** @description The public part of the API key that sent the events. */
            key?: string | null;
            /** @description The model. */
            model?: string | null;
            /** @description How the cost is known: `priced`, `free`, `reported`, `unpriced`. */
            price_state?: string | null;
            /** @description The provider. */
            provider?: string | null;
            /** @description The section. */
            section?: string | null;
            /**
             * @description The section with those around it.
             * @example agent:research/tool:search
             */
            section_path?: string | null;
            /** @description The conversation. */
            session?: string | null;
            /** @description How the calls ended. */
            status?: string | null;
            /** @description The person. */
            user?: string | null;
        } & {
            [tag: `tag:${string}`]: string | null;
        });
        /** @description Alive. */
        HealthView: {
            /** @description `llmobserve-collector`. */
            service: string;
            /** @description `ok`. */
            status: string;
            /** @description The program's version. */
            version: string;
        };
        /**
         * Format: double
         * @description Hundredths, written as a number with what decimals there are: `12.5`.
         * @example 12.5
         */
        Hundredths: number;
        /** @description An import of price data. */
        ImportView: {
            /**
             * Format: date-time
             * @description When it was imported.
             */
            created_at: string;
            /** @description By whom. */
            created_by: string;
            /** @description SHA-256 of the file, in hexadecimal. */
            digest: string;
            /**
             * Format: date-time
             * @description From when on prices without dates hold; `null`: since ever.
             */
            effective_from?: string | null;
            /** @description `genai-prices`, `litellm` or `csv`. */
            format: string;
            /** @description Its id, as price ids name it. */
            id: string;
            /**
             * Format: date-time
             * @description Since when it no longer counts.
             */
            retired_at?: string | null;
            /** @description Who retired it. */
            retired_by?: string | null;
            /** @description Why. */
            retired_reason?: string | null;
            /** @description Where the file comes from. */
            source: string;
        };
        /** @description What an import did, or would do. */
        ImportedView: {
            /** @description What changes in the prices. */
            changes: components["schemas"]["Changes"];
            /** @description SHA-256 of the file, in hexadecimal. */
            digest: string;
            /** @description Nothing was changed. */
            dry_run: boolean;
            /**
             * Format: date-time
             * @description From when on prices without dates hold; `null`: since ever.
             */
            effective_from?: string | null;
            /** @description `genai-prices`, `litellm` or `csv`. */
            format: string;
            /** @description Its id; `null` where nothing was imported. */
            id?: string | null;
            /**
             * @description With a dry run: what this import, and a re-pricing after it, would change in the last 30 days
             *     of each tenant.
             */
            last_30_days: components["schemas"]["TenantEffectView"][];
            /** @description What was read, by what became of it. */
            read: {
                [key: string]: number;
            };
            /** @description The import in use that has the same file: nothing was done. */
            same_as?: string | null;
            /** @description Where the file comes from. */
            source: string;
        };
        /** @description Every import. */
        ImportsView: {
            /** @description The newest first. */
            imports: components["schemas"]["ImportView"][];
        };
        /** @description Something that deserves a look. */
        InsightView: {
            /**
             * Format: double
             * @description What it is about, in USD: what was spent too much, or could be saved, in the window.
             */
            effect_usd?: Usd | null;
            /** @description The endpoint. */
            endpoint?: string | null;
            /** @description The figures that were compared, by name. Amounts are exact. */
            evidence: Record<string, never>;
            /**
             * Format: date-time
             * @description First instant of what was looked at.
             */
            from: string;
            /** @description One sentence with the figures. */
            message: string;
            /** @description The model. */
            model?: string | null;
            /** @description The provider. */
            provider?: string | null;
            /**
             * @description Where the runs behind it are: a path of this API.
             * @example /api/v1/runs?tenant_id=acme&section=chat&sort=cost
             */
            runs: string;
            /** @description The section that it concerns. */
            section?: string | null;
            /**
             * @description `info`, `warning` or `critical`.
             * @example warning
             */
            severity: string;
            /**
             * Format: date-time
             * @description First instant after.
             */
            to: string;
            /**
             * @description The rule: `section_spike`, `model_inefficiency`, `token_bloat`, `retry_loop`,
             *     `unpriced_model`, `unattributed_spend`, `error_rate_rise`, `cache_never_used`.
             * @example section_spike
             */
            type: string;
        };
        /** @description An answer. */
        InsightsView: {
            /**
             * Format: date-time
             * @description The instant that the windows end at: the last full quarter-hour.
             */
            at: string;
            /** @description The gravest first, then those of the largest effect. */
            insights: components["schemas"]["InsightView"][];
            /** @description How many more there are than `limit`. */
            omitted: number;
            /**
             * @description The zone of days: the tenant's.
             * @example UTC
             */
            time_zone: string;
        };
        /** @description A new key. */
        IssuedView: {
            /**
             * Format: date-time
             * @description From when on it no longer works; `null`: never.
             */
            expires_at?: string | null;
            /** @description Its public part. */
            id: string;
            /** @description The key in full. It is shown here and never again. */
            key: string;
            /** @description What its holder may do. */
            scopes: string[];
        };
        /** @description A key. What it is secret by is kept nowhere. */
        KeyView: {
            /**
             * Format: date-time
             * @description When it was issued.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description From when on it no longer works; `null`: never.
             */
            expires_at?: string | null;
            /** @description Its public part: the 12 characters after `llmo_sk_`. */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used, to the minute.
             */
            last_used_at?: string | null;
            /** @description What people call it. */
            name: string;
            /**
             * Format: date-time
             * @description When it was revoked.
             */
            revoked_at?: string | null;
            /** @description What its holder may do. */
            scopes: string[];
        };
        /** @description The tenant's keys. */
        KeysView: {
            /** @description The oldest first; revoked ones too. */
            keys: components["schemas"]["KeyView"][];
        };
        /** @description A model and what it costs. */
        Listed: {
            /** @description The model; empty for calls that name none. */
            model: string;
            /** @description Where the figures come from, step by step. */
            price_id?: string | null;
            /** @description The provider. */
            provider: string;
            /** @description Service tiers with prices of their own. */
            service_tiers: string[];
            /** @description Where the book's figures come from. */
            source?: string | null;
            /**
             * @description USD by kind of usage, without a service tier and without a customer's contract; empty where
             *     there was no price at that time.
             */
            unit_prices: {
                [key: string]: components["schemas"]["ExplainedRate"];
            };
        };
        /** @description What changes of a model. */
        ModelChange: {
            /** @description `added`, `changed` or `removed`. */
            change: string;
            /** @description The model. */
            model: string;
            /** @description Its prices that change. */
            prices: components["schemas"]["PriceChange"][];
            /** @description The provider. */
            provider: string;
        };
        /** @description What changes of a model. */
        ModelEffectView: components["schemas"]["EffectView"] & {
            /** @description The model. */
            model?: string | null;
            /** @description The provider. */
            provider: string;
        };
        /** @description A model's share. */
        ModelShare: {
            /**
             * Format: double
             * @description Milliseconds.
             */
            avg_latency: number;
            /**
             * Format: int64
             * @description Calls.
             */
            call_count: number;
            /**
             * Format: int64
             * @description Prompt tokens, cached ones included.
             */
            input_tokens: number;
            /** @description The model; `unknown` for calls that name none. */
            model: string;
            /**
             * Format: int64
             * @description Completion tokens.
             */
            output_tokens: number;
            /** @description Of the window's cost. */
            percentage: components["schemas"]["Hundredths"];
            /** @description The provider. */
            provider: string;
            /**
             * Format: double
             * @description USD.
             */
            total_cost: number;
        };
        /** @description A model of a provider. */
        ModelView: components["schemas"]["TotalsView"] & {
            /**
             * Format: double
             * @description Prompt tokens read from caches, as a share of all prompt tokens.
             */
            cache_share?: number | null;
            /**
             * Format: double
             * @description Average cost of a call in USD, rounded to the nano-dollar.
             */
            cost_per_call_usd?: Usd | null;
            /**
             * Format: double
             * @description Cost of a million tokens, prompt and completion, in USD. `null` without tokens.
             */
            cost_per_million_tokens_usd?: Usd | null;
            /**
             * Format: double
             * @description Failed calls as a share of all calls.
             */
            error_share?: number | null;
            /** @description The model; `null` for calls that name none. */
            model?: string | null;
            /** @description Its calls by price state: `priced`, `free`, `reported`, `unpriced`. */
            price_states: {
                [key: string]: number;
            };
            /** @description The provider. */
            provider: string;
        };
        /** @description A page of models. */
        ModelsView: {
            /** @description The models, the costliest first. */
            models: components["schemas"]["ModelView"][];
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
            /** @description What the sums cover. */
            window: components["schemas"]["WindowView"];
        };
        /** @description A known name and how like it is. */
        Near: {
            /**
             * @description Likeness of the names, of 1,000.
             * @example 870
             */
            likeness: number;
            /** @description The model. */
            model: string;
            /** @description The provider. */
            provider: string;
        };
        /** @description A key to be made. */
        NewKeyBody: {
            /**
             * Format: int32
             * @description Days after which it no longer works, 1 to 3,650; absent: never.
             */
            expires_in_days?: number | null;
            /** @description What people call it. */
            name?: string;
            /** @description `events:write`, `costs:read`, `runs:read`, `admin`; at least one. */
            scopes: string[];
        };
        /** @description A new override. It sets `unit_prices` or multiplies by `factor`. */
        NewOverride: {
            /** @description The customer whose contract it is. Default: every customer. */
            customer?: string | null;
            /**
             * @description Hours in UTC, from the first up to the second; may run over midnight. Default: all day.
             * @example [
             *       "16:30",
             *       "00:30"
             *     ]
             */
            daily?: string[] | null;
            /** @description Weekdays in UTC, 1 is Monday. Default: every day. */
            days?: number[] | null;
            /**
             * @description Above 0, at most 100, four digits behind the point: 0.9 takes ten per cent off.
             * @example 0.9
             */
            factor?: string | null;
            /** @description First instant (RFC 3339) or day in UTC. Default: since ever. */
            from?: string | null;
            /**
             * @description The model, as events or the book name it; `*`: all of the provider.
             * @example gpt-4o
             */
            model: string;
            /**
             * @description The provider, as events or the book name it; `*` with a factor: every one.
             * @example openai
             */
            provider: string;
            /** @description Why: kept with it. */
            reason?: string | null;
            /** @description Only calls of this service tier. Default: calls of every tier. */
            service_tier?: string | null;
            /** @description First instant or day after. Default: for ever. */
            to?: string | null;
            /** @description Prices by kind of usage, at most 32; other kinds keep theirs. */
            unit_prices?: {
                [key: string]: components["schemas"]["NewUnitPrice"];
            } | null;
        };
        /**
         * @description A change that is asked for. Windows hold `since` and not `until`; `reason` is kept with every
         *     changed event.
         */
        NewRevisionBody: {
            /** @enum {string} */
            kind: "reprice";
            /**
             * @description Why.
             * @example the contract with the provider was signed in October
             */
            reason: string;
            /**
             * Format: date-time
             * @description First instant of the calls.
             */
            since: string;
            /** @description Only calls of which something has no price. */
            unpriced_only?: boolean;
            /**
             * Format: date-time
             * @description First instant after.
             */
            until: string;
        } | {
            /** @description Their ids. */
            events: string[];
            /** @enum {string} */
            kind: "void";
            /** @description Why. */
            reason: string;
        } | {
            /** @description The customer; `null`: events without one. */
            from?: string | null;
            /** @enum {string} */
            kind: "reassign";
            /** @description Why. */
            reason: string;
            /**
             * Format: date-time
             * @description First instant of the events.
             */
            since: string;
            /** @description The customer that they belong to; `null`: nobody. */
            to?: string | null;
            /**
             * Format: date-time
             * @description First instant after.
             */
            until: string;
        } | {
            /** @enum {string} */
            kind: "undo";
            /** @description Why. */
            reason: string;
            /** @description Its id. */
            revision: string;
        };
        /** @description A border in the size of the prompt. */
        NewTier: {
            /**
             * Format: int32
             * @description Prompt tokens that must be exceeded.
             * @example 200000
             */
            tokens: number;
            /**
             * @description USD, as text or number.
             * @example 5.00
             */
            usd: string;
        };
        /** @description A new unit price. */
        NewUnitPrice: {
            /** @description Prompt totals above which another price applies to all units, at most 16. */
            above?: components["schemas"]["NewTier"][];
            /**
             * Format: int32
             * @description For this many units.
             * @example 1000000
             */
            per: number;
            /**
             * @description USD, as text or number; it is read digit for digit.
             * @example 2.50
             */
            usd: string;
        };
        /** @description An event in the tree. */
        NodeView: {
            /** @description How many events are above it. */
            depth: number;
            /** @description The event. */
            event: components["schemas"]["EventView"];
            /** @description The event above, by its id. */
            parent_event_id?: string | null;
            /** @description It names a parent span that was never sent. */
            parent_missing: boolean;
            /** @description The sums over it and everything below it. */
            subtree: components["schemas"]["TotalsView"];
            /**
             * Format: double
             * @description From the first beginning to the last end of it and everything below it.
             */
            subtree_duration_ms: number;
        };
        /** @description What people and programs note about a customer. */
        NotesView: {
            /** @description Free labels. */
            labels: {
                [key: string]: string;
            };
            /** @description What people call it. */
            name?: string | null;
            /** @description What it pays for. */
            plan?: string | null;
        };
        /** @description A change of what is made of spans. What is absent stays as it is. */
        OpenTelemetryChange: {
            /** @description Whether what people wrote and models answered is kept. */
            keep_content?: boolean | null;
            /** @description Whether a call that names no customer is of the customer that its user is. */
            user_is_customer?: boolean | null;
        };
        /** @description What is made of spans that OpenTelemetry sends. */
        OpenTelemetryView: {
            /** @description What people wrote and models answered is kept with the metadata, and shown to who may read runs. */
            keep_content: boolean;
            /** @description A call that names no customer is of the customer that its user is. */
            user_is_customer: boolean;
        };
        /** @description An override. */
        OverrideView: {
            /**
             * Format: date-time
             * @description When.
             */
            created_at: string;
            /** @description By whom: `key:…`, `local operator`, or `open` where nobody is asked who they are. */
            created_by: string;
            /** @description The customer whose contract it is; `null`: every customer. */
            customer?: string | null;
            /**
             * @description Hours in UTC, from the first up to the second; `null`: all day.
             * @example [
             *       "16:30",
             *       "00:30"
             *     ]
             */
            daily?: string[] | null;
            /** @description Weekdays in UTC, 1 is Monday; `null`: every day. */
            days?: number[] | null;
            /**
             * @description What it multiplies every price by.
             * @example 0.9
             */
            factor?: string | null;
            /**
             * Format: date-time
             * @description First instant; `null`: since ever.
             */
            from?: string | null;
            /** @description Its id, as price ids name it. */
            id: string;
            /** @description The model, or `*`. */
            model: string;
            /** @description The provider, or `*`. */
            provider: string;
            /** @description Why it was made. */
            reason: string;
            /**
             * Format: date-time
             * @description Since when it no longer counts.
             */
            retired_at?: string | null;
            /** @description Who retired it. */
            retired_by?: string | null;
            /** @description Why. */
            retired_reason?: string | null;
            /** @description The service tier that it is for; `null`: every tier. */
            service_tier?: string | null;
            /**
             * Format: date-time
             * @description First instant after; `null`: for ever.
             */
            to?: string | null;
            /** @description The prices that it sets, by kind of usage. */
            unit_prices?: {
                [key: string]: components["schemas"]["ExplainedRate"];
            } | null;
        };
        /** @description A page of overrides. */
        OverridesView: {
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
            /** @description The newest first. */
            overrides: components["schemas"]["OverrideView"][];
        };
        /** @description A page of users or sessions. */
        PeopleView: {
            /** @description The users or sessions, the costliest first. Calls that name none are not among them. */
            entries: components["schemas"]["PersonView"][];
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
            /** @description What the sums cover. */
            window: components["schemas"]["WindowView"];
        };
        /** @description A billing period. */
        PeriodView: components["schemas"]["TotalsView"] & {
            /**
             * @description As asked for.
             * @example 2026-11
             */
            name: string;
            /** @description What it covers. */
            window: components["schemas"]["WindowView"];
        };
        /** @description A user or a session. */
        PersonView: components["schemas"]["TotalsView"] & {
            /** @description Its customer, where it has only one. */
            customer?: string | null;
            /**
             * Format: date-time
             * @description When its first call in the window began.
             */
            first_at: string;
            /** @description Its id. */
            id: string;
            /**
             * Format: date-time
             * @description When its last one began.
             */
            last_at: string;
            /**
             * Format: int64
             * @description Runs with a call of it.
             */
            runs: number;
            /** @description It has several customers. */
            several_customers: boolean;
        };
        /** @description A piece of time. */
        Point: {
            /**
             * @description A label for people, in the tenant's zone.
             * @example 14:00
             */
            date: string;
            /** @description By provider. */
            providers: {
                [key: string]: components["schemas"]["ProviderCost"];
            };
            /**
             * Format: date-time
             * @description When it begins.
             */
            timestamp: string;
            /**
             * Format: double
             * @description USD.
             */
            total: number;
        };
        /** @description What a revision would change. */
        PreviewView: {
            /** @description By customer, where something changes. */
            customers: components["schemas"]["CustomerEffectView"][];
            /**
             * Format: date-time
             * @description Where the window begins before it: earlier events are no longer kept, and stay as they were
             *     summed.
             */
            events_from?: string | null;
            /**
             * Format: int64
             * @description Events looked at.
             */
            examined_events: number;
            /** @description By provider and model, where something changes. */
            models: components["schemas"]["ModelEffectView"][];
            /** @description All changes. */
            total: components["schemas"]["EffectView"];
        };
        /** @description What changes of a price. */
        PriceChange: {
            /** @description USD after; none: it is gone. */
            new?: string | null;
            /** @description USD before; none: it is new. */
            old?: string | null;
            /** @description The kind of usage, with service tier and period where it has any. */
            price: string;
        };
        /** @description A page of prices. */
        PricesView: {
            /**
             * Format: date-time
             * @description When they hold.
             */
            at: string;
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
            /** @description By provider and model. */
            prices: components["schemas"]["Listed"][];
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
        /** @description What a provider cost in a piece of time. */
        ProviderCost: {
            /**
             * Format: int64
             * @description Calls.
             */
            calls: number;
            /**
             * Format: double
             * @description USD.
             */
            cost: Usd;
        };
        /** @description A provider's share. */
        ProviderShare: {
            /**
             * Format: int64
             * @description Calls.
             */
            call_count: number;
            /** @description Of the window's cost. */
            percentage: components["schemas"]["Hundredths"];
            /** @description The provider. */
            provider: string;
            /**
             * Format: double
             * @description USD.
             */
            total_cost: number;
        };
        /** @description The ingest queue. */
        QueueView: {
            /** @description Events in it. */
            events: number;
            /** @description How full it is, in per cent of its bytes. From 80 on `/readyz` asks for no more traffic. */
            fullness_percent: number;
        };
        /** @description Ready or not, and why. */
        ReadyView: {
            /** @description The database answers. */
            database: boolean;
            /** @description How full the ingest queue is. */
            queue_fullness_percent: number;
            /** @description May be sent traffic. */
            ready: boolean;
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
        /** @description What groups beyond the top ones add up to. */
        RestView: components["schemas"]["GroupView"] & {
            /** @description How many groups they are. */
            groups: number;
        };
        /** @description A change of retention. What is absent stays as it is; `null` keeps for ever. */
        RetentionChange: {
            /**
             * Format: int32
             * @description Days for which single events are kept: at least as many as an event may be old when it
             *     arrives (35, unless the server is set otherwise).
             */
            events_days?: number | null;
            /**
             * Format: int32
             * @description Days for which their metadata, raw usage and semantic label are kept: at least 1.
             */
            metadata_days?: number | null;
        };
        /** @description For how long single events are kept. */
        RetentionView: {
            /**
             * Format: int32
             * @description Days for which single events are kept; `null`: for ever.
             */
            events_days?: number | null;
            /**
             * Format: date-time
             * @description Single events before are gone; `null`: all are kept.
             */
            events_from?: string | null;
            /**
             * Format: int32
             * @description Days for which their metadata is kept; `null`: as long as they.
             */
            metadata_days?: number | null;
            /**
             * Format: date-time
             * @description Metadata of events before is gone; `null`: all is kept.
             */
            metadata_from?: string | null;
        };
        /** @description A revision. */
        RevisionView: {
            /**
             * Format: int64
             * @description Events changed so far.
             */
            changed_events: number;
            /**
             * Format: double
             * @description What totals changed by so far, in USD.
             */
            cost_change_usd: Usd;
            /**
             * Format: date-time
             * @description When. Prices are those known then.
             */
            created_at: string;
            /**
             * Format: int64
             * @description Events looked at so far.
             */
            examined_events: number;
            /**
             * Format: date-time
             * @description When it was done.
             */
            finished_at?: string | null;
            /**
             * @description Its id.
             * @example rev_0123456789abcdef
             */
            id: string;
            /** @description `reprice`, `void`, `reassign` or `undo`. */
            kind: string;
            /** @description Who asked for it. */
            made_by: string;
            /** @description Why. */
            reason: string;
            /** @description `running` or `done`. */
            state: string;
            /** @description The revision that took it back. */
            undone_by?: string | null;
        };
        /** @description A page of revisions. */
        RevisionsView: {
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
            /** @description The latest first. */
            revisions: components["schemas"]["RevisionView"][];
        };
        /** @description `google.rpc.Status`. */
        RpcStatus: {
            /**
             * Format: int32
             * @description A `google.rpc.Code`.
             */
            code: number;
            /** @description What was wrong, where, and what to do. */
            message: string;
        };
        /** @description A run. */
        RunDetail: {
            /** @description The cost from three sides. */
            breakdown: components["schemas"]["Breakdown"];
            /** @description Its newest events, at most 50. */
            events: components["schemas"]["RunEvent"][];
            /** @description Its id. */
            run_id: string;
            /**
             * Format: double
             * @description USD.
             */
            total_cost: number;
        };
        /** @description A run with its events as a tree. */
        RunDetailView: components["schemas"]["RunView"] & {
            /** @description Its events depth first, siblings by time: each after the one above it. */
            tree: components["schemas"]["NodeView"][];
            /** @description The run has more events than are shown; its sums count them all. */
            truncated: boolean;
        };
        /** @description An event of a run. */
        RunEvent: {
            /** Format: double */
            cost_usd: Usd;
            /** Format: date-time */
            created_at: string;
            customer_id?: string | null;
            endpoint: string;
            id: string;
            /** Format: int64 */
            input_tokens: number;
            /** Format: double */
            latency_ms: number;
            model?: string | null;
            /** Format: int64 */
            output_tokens: number;
            parent_span_id?: string | null;
            provider: string;
            section: string;
            section_path: string;
            semantic_label?: string | null;
            span_id?: string | null;
            status: string;
        };
        /** @description A run in a list. */
        RunSummary: {
            /**
             * Format: int64
             * @description Calls.
             */
            call_count: number;
            /** @description Its id. */
            run_id: string;
            /** @description Sections of its calls, the costliest first. */
            sections: string[];
            /**
             * Format: date-time
             * @description When it began.
             */
            started_at: string;
            /** @description The section that cost most. */
            top_section?: string | null;
            /**
             * Format: double
             * @description USD.
             */
            total_cost: number;
        };
        /** @description A run. */
        RunView: components["schemas"]["TotalsView"] & {
            /** @description Its customer, where it has only one. */
            customer?: string | null;
            /**
             * Format: double
             * @description From the first beginning to the last end.
             */
            duration_ms: number;
            /**
             * Format: date-time
             * @description When its last event ended.
             */
            ended_at: string;
            /**
             * Format: int64
             * @description Events that failed, steps included.
             */
            failed_spans: number;
            /** @description Its id. */
            run_id: string;
            /** @description Sections of its calls, the costliest first. */
            sections: string[];
            /** @description It has several customers. */
            several_customers: boolean;
            /**
             * Format: int64
             * @description Events, steps included.
             */
            spans: number;
            /**
             * Format: date-time
             * @description When its first event began.
             */
            started_at: string;
            /** @description The section that cost most. */
            top_section?: string | null;
        };
        /** @description A page of runs. */
        RunsView: {
            /** @description The cursor of the next page, where there is one. */
            next?: string | null;
            /** @description The runs. */
            runs: components["schemas"]["RunView"][];
            /** @description Runs that started in it. */
            window: components["schemas"]["WindowView"];
        };
        /** @description A section's share. */
        SectionShare: {
            /**
             * Format: double
             * @description Milliseconds.
             */
            avg_latency_ms: number;
            /**
             * Format: int64
             * @description Calls.
             */
            call_count: number;
            /** @description Of the window's cost, that outside named sections included. */
            percentage: components["schemas"]["Hundredths"];
            /** @description The section. */
            section: string;
            /** @description The whole path of sections. */
            section_path: string;
            /**
             * Format: double
             * @description USD.
             */
            total_cost: number;
        };
        /** @description A section in the tree. */
        SectionView: components["schemas"]["TotalsView"] & {
            /** @description How many sections are around it. */
            depth: number;
            /**
             * Format: int64
             * @description The calls in the section itself.
             */
            own_calls: number;
            /**
             * Format: double
             * @description What the calls in the section itself cost, in USD; the sums below hold everything below it too.
             */
            own_cost_usd: Usd;
            /** @description The path of the section around it. */
            parent?: string | null;
            /**
             * @description The section with those around it.
             * @example agent:research/tool:search
             */
            path: string;
            /**
             * @description The section itself.
             * @example tool:search
             */
            section: string;
        };
        /** @description The tree of sections. */
        SectionsView: {
            /** @description The sections depth first, each after the one around it, the costliest of siblings first. */
            sections: components["schemas"]["SectionView"][];
            /** @description What the sums cover. */
            window: components["schemas"]["WindowView"];
        };
        /** @description Something that deserves a look. Which members it has depends on `type`. */
        SeedInsight: {
            /** @description The model that costs less. */
            cheaper_alternative?: string | null;
            delta?: null | components["schemas"]["Hundredths"];
            /** @description The endpoint. */
            endpoint?: string | null;
            /** @description The model that costs more. */
            expensive_model?: string | null;
            /** @description One sentence with the figures. */
            message: string;
            /** @description The model. */
            model?: string | null;
            /**
             * Format: int64
             * @description Calls that one run in twenty makes at least.
             */
            p95_calls?: number | null;
            /** @description The provider. */
            provider?: string | null;
            /** @description The section that it concerns. */
            section?: string | null;
            /** @description The rule. */
            type: string;
        };
        /** @description What became of them. */
        Seeded: {
            /**
             * Format: int64
             * @description Stored.
             */
            created: number;
            /**
             * Format: int64
             * @description There already.
             */
            skipped: number;
        };
        /** @description Who looks at the dashboard, and what it may show. */
        SessionView: {
            /** @description The operator's colour, as `#rrggbb`. */
            accent?: string | null;
            /** @description To be sent as `X-CSRF-Token` with whatever changes something; `null` where none is needed. */
            csrf_token?: string | null;
            /** @description Where the operator's logo is. */
            logo_url?: string | null;
            /** @description Price data may be imported for every tenant. */
            may_import_prices: boolean;
            /** @description API keys may be made. */
            may_make_keys: boolean;
            /** @description Demo data may be stored. */
            may_seed_demo: boolean;
            /**
             * @description `open`: nobody signs in, and `tenant_id` selects the tenant. `required`: the key that signed
             *     in decides it.
             */
            mode: string;
            /** @description What the operator calls this collector. */
            name: string;
            /** @description What may be done. */
            scopes: string[];
            /** @description There is a session, or none is needed. */
            signed_in: boolean;
            /** @description The tenant of the session; `null` in open mode and without one. */
            tenant_id?: string | null;
            /** @description In open mode, the tenants that there are. */
            tenants: components["schemas"]["TenantView"][];
            /** @description The tenant's time zone, likewise. */
            time_zone?: string | null;
            /** @description The program's version. */
            version: string;
        };
        /** @description A change of settings. What is absent stays as it is. */
        SettingsChange: {
            opentelemetry?: null | components["schemas"]["OpenTelemetryChange"];
            retention?: null | components["schemas"]["RetentionChange"];
            /** @description The whole list of tags that are dimensions, at most 8. */
            tag_dimensions?: string[] | null;
        };
        /** @description A tenant's settings. */
        SettingsView: {
            /** @description What is made of spans that OpenTelemetry sends. */
            opentelemetry: components["schemas"]["OpenTelemetryView"];
            /** @description For how long single events are kept. Totals are kept for ever. */
            retention: components["schemas"]["RetentionView"];
            /**
             * @description Names of the tags that costs can be grouped and filtered by, as `tag:NAME`. Each counts for
             *     events that arrive after it was declared; earlier ones have none.
             */
            tag_dimensions: string[];
        };
        /** @description A part of a run's cost. It has one of the first three members. */
        Share: {
            /**
             * Format: double
             * @description USD.
             */
            cost: Usd;
            /**
             * Format: int64
             * @description Calls.
             */
            count: number;
            /** @description The model. */
            model?: string | null;
            /**
             * Format: double
             * @description Of the run's cost.
             */
            percentage: number;
            /** @description The provider. */
            provider?: string | null;
            /** @description The section. */
            section?: string | null;
        };
        /** @description A credential to sign in with. */
        SignIn: {
            /** @description An API key. What it may do, the session may. */
            api_key: string;
        };
        /** @description The tenant as a whole. */
        StatsView: {
            /**
             * Format: double
             * @description Milliseconds.
             */
            avg_latency_ms: number;
            /**
             * Format: int64
             * @description Calls, those without a customer included.
             */
            call_count: number;
            /** @description Customers with calls. */
            customer_count: number;
            /**
             * Format: int32
             * @description Days looked at.
             */
            period_days: number;
            top_customer?: null | components["schemas"]["TopCustomer"];
            /**
             * Format: double
             * @description USD, calls without a customer included.
             */
            total_cost: number;
        };
        /** @description A layer that has a say. */
        Step: {
            /** @description The price, import or override. */
            id: string;
            /** @description `book`, `breadth`, `operator`, `tenant` or `customer`. */
            layer: string;
            /** @description USD by kind of usage, after it. */
            unit_prices: {
                [key: string]: components["schemas"]["ExplainedRate"];
            };
            /** @description What it does. */
            what: string;
        };
        /** @description Where spending stands. */
        SummaryView: {
            /** @description What the whole month will cost. */
            forecast: components["schemas"]["ForecastView"];
            /** @description This month so far, beside the month before up to the same day and time. */
            month: components["schemas"]["ComparedView"];
            period?: null | components["schemas"]["PeriodView"];
            /** @description Today so far, beside yesterday up to the same time. */
            today: components["schemas"]["ComparedView"];
            /** @description What of this month no customer is named for. */
            unattributed: components["schemas"]["UnattributedView"];
            /**
             * Format: int64
             * @description Calls of this month that are missing in its cost, wholly or in part, for want of a price.
             */
            unpriced_calls: number;
        };
        /** @description How the collector is. Names no tenant. */
        SystemView: {
            /** @description Who may call: `open` or `required`. */
            auth: string;
            /** @description Its database. */
            database: components["schemas"]["DatabaseView"];
            /** @description The compiled-in prices. */
            price_book: components["schemas"]["BookView"];
            /** @description What waits for its commit. */
            queue: components["schemas"]["QueueView"];
            /**
             * Format: date-time
             * @description Since when it runs.
             */
            started_at: string;
            /** @description The program's version. */
            version: string;
        };
        /** @description What a tenant's calls would cost. */
        TenantEffectView: components["schemas"]["PreviewView"] & {
            /** @description The tenant. */
            tenant: string;
        };
        /** @description A tenant that may be selected. */
        TenantView: {
            /** @description Its id. */
            id: string;
            /** @description What people call it. */
            name: string;
            /** @description The zone of its civil days. */
            time_zone: string;
        };
        /** @description The costliest customer. */
        TopCustomer: {
            /**
             * Format: double
             * @description USD.
             */
            cost: Usd;
            /** @description The customer. */
            customer_id: string;
        };
        /** @description Sums over calls. */
        TotalsView: {
            /**
             * Format: double
             * @description Average over the calls that report a latency.
             */
            average_latency_ms?: number | null;
            /**
             * Format: int64
             * @description Prompt tokens read from a cache.
             */
            cache_read_tokens: number;
            /**
             * Format: int64
             * @description Prompt tokens written to a cache.
             */
            cache_write_tokens: number;
            /**
             * Format: int64
             * @description Provider calls. Duplicates and steps (agents, tools) are none.
             */
            calls: number;
            /**
             * Format: double
             * @description What the tenant paid, in USD: exact, to the nano-dollar.
             * @example 0.0036
             */
            cost_usd: Usd;
            /**
             * Format: int64
             * @description Calls that customers paid on their own provider accounts.
             */
            customer_paid_calls: number;
            /**
             * Format: double
             * @description What customers paid that way, in USD; not part of `cost_usd`.
             */
            customer_paid_cost_usd: Usd;
            /**
             * Format: int64
             * @description Calls that failed.
             */
            errors: number;
            /**
             * Format: int64
             * @description Prompt tokens, those read from and written to caches included.
             */
            input_tokens: number;
            /**
             * Format: int64
             * @description Completion tokens, reasoning included.
             */
            output_tokens: number;
            /**
             * Format: int64
             * @description Completion tokens spent on reasoning.
             */
            reasoning_tokens: number;
            /**
             * Format: int64
             * @description Calls that are missing in the cost, wholly or in part, for want of a price.
             */
            unpriced_calls: number;
        };
        /** @description Spend without a customer. */
        UnattributedView: components["schemas"]["TotalsView"] & {
            /**
             * Format: double
             * @description Its share of this month's cost.
             */
            cost_share?: number | null;
        };
        /** @description A model that was called without a price. */
        UnpricedModelView: {
            /**
             * Format: int64
             * @description Calls without a price for all of their usage.
             */
            calls: number;
            /**
             * Format: int64
             * @description Their prompt tokens.
             */
            input_tokens: number;
            /** @description As events name it; empty for none. */
            model: string;
            /** @description Known names that are like it, the likest first, for the first 100 models. */
            nearest: components["schemas"]["Near"][];
            /**
             * Format: int64
             * @description Their completion tokens.
             */
            output_tokens: number;
            /** @description As events name it. */
            provider: string;
        };
        /** @description Models that were called without a price. */
        UnpricedView: {
            /** @description How many models there are, those beyond the limit included. */
            count: number;
            /** @description The models, the most calls first. */
            models: components["schemas"]["UnpricedModelView"][];
            /** @description What it covers. */
            window: components["schemas"]["WindowView"];
        };
        /** @description One kind of usage. */
        UsageLineView: {
            /**
             * Format: double
             * @description What it cost, in USD, rounded once to the nano-dollar; `null` without a price.
             */
            cost_usd?: Usd | null;
            /** @description `input`, `cache_read`, `output` … */
            kind: string;
            /**
             * Format: double
             * @description How much of it.
             */
            quantity: number;
            /**
             * @description USD for one unit, exact; `null` without a price.
             * @example 0.0000025
             */
            unit_price_usd?: string | null;
        };
        /** @description Warm. */
        WarmView: {
            /**
             * Format: double
             * @description How long it took.
             */
            db_time_ms: number;
            /** @description The database answers. */
            db_warm: boolean;
            /** @description For people. */
            message: string;
            /** @description `ok` or `error`. */
            status: string;
        };
        /** @description What an answer covers. */
        WindowView: {
            /**
             * @description First instant, in the zone.
             * @example 2026-11-01T00:00:00Z
             */
            from: string;
            /**
             * @description It is not the window that was asked for: single events at its edges are no longer kept, so it
             *     was widened to whole days or quarter-hours, or begins where single events do.
             */
            snapped: boolean;
            /**
             * @description The zone of hours and days.
             * @example UTC
             */
            time_zone: string;
            /** @description First instant after. */
            to: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
