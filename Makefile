# The two commands are `make demo` and `make test`; `make` alone lists the rest.
# The environment is .venv, built by uv when there is one and by venv and pip when not.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
UV ?= $(shell command -v uv)
BIN := .venv/bin
# A stamp older than these means the environment is out of date; otherwise a warm run skips it.
LOCKED := pyproject.toml uv.lock scripts/independent.txt

# Some images forbid it; then every interpreter that is started, and the suite starts dozens,
# would compile the product and all its libraries anew: 8 s of CPU instead of 3.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help env demo test check format bench mutants clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: .venv/.stamp-dev ## build .venv with everything for development

.venv/.stamp-run: $(LOCKED)
	@bash scripts/environment.sh "$(PYTHON)" "$(UV)"
	@touch $@

.venv/.stamp-dev: $(LOCKED)
	@bash scripts/environment.sh "$(PYTHON)" "$(UV)" dev
	@touch .venv/.stamp-run $@

demo: .venv/.stamp-run ## migrate a file, load an invented trust, serve it on this machine
	@$(BIN)/govflow demo $(ARGS)

test: .venv/.stamp-dev ## the whole suite, on both databases and in a browser
	@bash scripts/chromium.sh
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(ARGS)

check: .venv/.stamp-dev ## style, types and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/.stamp-dev ## put the style right
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: .venv/.stamp-dev ## measure against a raw driver in the same run
	@$(BIN)/python -m benchmarks $(ARGS)

mutants: .venv/.stamp-dev ## change the verifier and the proofs one spot at a time; docs/mutants.md
	@bash scripts/environment.sh "$(PYTHON)" "$(UV)" dev,mutants
	@rm -rf mutants
	@$(BIN)/mutmut run --max-children 2
	@$(BIN)/mutmut results

clean: ## remove the environment and caches, never instance/
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist mutants
