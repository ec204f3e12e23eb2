# The whole interface of the project: run, test, lint, bench.

PROGRAM = target/release/llmobserve
.DEFAULT_GOAL = run

.PHONY: run dashboard test lint bench

# LLMOBSERVE_WITHOUT_DASHBOARD=1 builds a collector without it, where there can be no Node.js.
ifndef LLMOBSERVE_WITHOUT_DASHBOARD
DASHBOARD = dashboard/dist/index.html
endif

run: $(DASHBOARD) ## Builds the collector and starts it at 127.0.0.1:8000 on its embedded database.
	cargo build --release --locked
	@$(PROGRAM) serve

dashboard: dashboard/dist/index.html ## Builds the dashboard, which the program is then compiled with.

dashboard/dist/index.html: openapi.json $(shell git ls-files -co --exclude-standard dashboard 2>/dev/null)
	dashboard/build.sh

lint: ## Format and clippy, warnings denied.
	cargo fmt --check
	cargo clippy --locked --all-targets -- -D warnings

test: lint ## Every test, on SQLite and on a throwaway PostgreSQL.
	tests/with-postgres.sh tests/run.sh

bench: ## Ingest and query figures of both databases on this machine; takes several minutes.
	LLMOBSERVE_WITHOUT_DASHBOARD=1 tests/with-postgres.sh cargo bench --locked --bench ledger
