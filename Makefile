# The same commands for a person and for CI. Each says what it does; "make" alone lists them.
PORT ?=
BIN := .venv/bin
# The port as the settings take it, where one is given: make run PORT=7861
export ASSISTANT_SERVER__PORT := $(or $(PORT),$(ASSISTANT_SERVER__PORT))
ifeq ($(ASSISTANT_SERVER__PORT),)
unexport ASSISTANT_SERVER__PORT
endif
MAKEFLAGS += --no-print-directory
PYTEST := $(BIN)/python -m pytest

.PHONY: help install run test extended check gate unit integration e2e bench fix docs screenshots lock clean clean-index setup-dev setup-bench

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z][a-z0-9-]*:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

install: ## Make .venv and install the assistant in it (and, when root, character recognition for scans)
	@sh tools/setup.sh
	@sh tools/system.sh

run: install ## Ingest corpus/ and serve the chat on http://127.0.0.1:7860 (another port: make run PORT=7861)
	@$(BIN)/python tools/port.py
	@echo "Ingesting the corpus folder (unchanged documents are skipped)"
	@$(BIN)/assistant ingest || [ $$? -eq 3 ]
	@$(BIN)/python app.py

setup-dev: # downloads wait for the network, packages of the system for the disk: both at once
	@sh tools/beside.sh "sh tools/setup.sh dev" "sh tools/system.sh dev; sh tools/browser.sh"

setup-bench:
	@sh tools/setup.sh bench

check: setup-dev ## Lint, formatting, types, import contracts
	@echo "== ruff: lint"
	@$(BIN)/ruff check --quiet .
	@echo "== ruff: formatting"
	@$(BIN)/ruff format --check --quiet . || { echo "check: files are not formatted as listed above; run: make fix" >&2; exit 1; }
	@echo "== mypy: types"
	@$(BIN)/mypy --no-error-summary
	@echo "== import-linter: who may import whom"
	@$(BIN)/lint-imports --no-logo

test: setup-dev ## Everything CI runs: check, the gate, then the tests (a Chromium is installed for them when root)
	@sh tools/beside.sh "$(MAKE) check" "$(MAKE) gate"
	@echo "== pytest: unit, integration, browser"
	@$(PYTEST) -m "not extended" -n 2 --dist loadfile tests/unit tests/integration training
	@$(PYTEST) -m "not extended" -n 2 --dist loadfile tests/e2e

extended: setup-dev ## The long tests that "make test" leaves out: kills at random, very large files, further screens
	@$(PYTEST) -m extended tests training

unit: setup-dev ## Unit tests alone (seconds)
	@$(PYTEST) tests/unit

integration: setup-dev ## Integration tests alone
	@$(PYTEST) tests/integration

e2e: setup-dev ## Browser tests alone
	@$(PYTEST) tests/e2e

gate: setup-dev ## Measure on the sample corpus and compare with the committed baseline (red ends with 1)
	@echo "== gate: the suite on the sample corpus, against evals/baselines"
	@$(BIN)/assistant eval gate

bench: setup-bench ## Measure speed and memory on this machine (see evals/README.md)
	@$(BIN)/python evals/performance/run.py

fix: setup-dev ## Mend what ruff can mend, and format
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .

screenshots: setup-dev ## Take pictures of every screen in French and English, into docs/screenshots
	@$(BIN)/python tools/screenshots.py

docs: setup-dev ## Write the settings table of README.md from the code
	@$(BIN)/python tools/settings_table.py

lock: ## Renew constraints.txt with the newest versions that pyproject.toml allows
	@sh tools/lock.sh

clean: ## Remove .venv and caches; documents and the index stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist test-artefacts src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

clean-index: ## Remove the index; the next run makes it again from corpus/
	rm -rf index
