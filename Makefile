# The whole interface of the project: run, test, lint, bench.

PROGRAM = target/release/llmobserve
.DEFAULT_GOAL = run

.PHONY: run test lint bench

run: ## Builds the collector and starts it at 127.0.0.1:8000 on its embedded database.
	cargo build --release --locked
	@$(PROGRAM) serve

lint: ## Format and clippy, warnings denied.
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

test: lint ## Every test, on SQLite and on a throwaway PostgreSQL.
	tests/with-postgres.sh tests/run.sh

bench: ## Ingest and query figures of both databases on this machine; takes several minutes.
	tests/with-postgres.sh cargo bench --locked --bench ledger
