# The collector in a small image, as a user without rights. `docker compose up` uses it.

FROM node:22-bookworm-slim AS dashboard
WORKDIR /src
COPY openapi.json ./
COPY dashboard dashboard
RUN dashboard/build.sh

FROM rust:1.95-slim-bookworm AS build
# The drivers compile C (SQLite, the allocator, TLS).
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends gcc g++ cmake make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Cargo.toml Cargo.lock build.rs ./
COPY src src
COPY benches benches
COPY migrations migrations
COPY prices prices
COPY config.default.toml openapi.json ./
COPY --from=dashboard /src/dashboard/dist dashboard/dist
RUN cargo build --release --locked --bin llmobserve && strip target/release/llmobserve

FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/llmobserve --create-home llmobserve
COPY --from=build /src/target/release/llmobserve /usr/local/bin/llmobserve
COPY LICENSE NOTICE /usr/share/doc/llmobserve/
USER 10001
WORKDIR /var/lib/llmobserve
VOLUME /var/lib/llmobserve
ENV LLMOBSERVE_HOST=0.0.0.0 \
    LLMOBSERVE_PORT=8000 \
    LLMOBSERVE_AUTH=required \
    LLMOBSERVE_DATABASE_URL=sqlite:///var/lib/llmobserve/llmobserve.db \
    LLMOBSERVE_ADMIN_KEY_FILE=/var/lib/llmobserve/admin.key \
    LLMOBSERVE_LOG_FORMAT=json
EXPOSE 8000
# 25 seconds to drain, then the runtime's patience of 30 is over.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["llmobserve", "health"]
ENTRYPOINT ["llmobserve"]
CMD ["serve"]
