# Every command of the project. `make demo` and `make test` do all their own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE := $(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test serve check fix docs picture words lock bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

demo: $(VENV)/run.stamp ## a synthetic programme from partners' spreadsheets to a fact sheet
	$(BIN)/minga demo

serve: $(VENV)/run.stamp ## the application at http://127.0.0.1:8000
	$(BIN)/minga serve

test: $(VENV)/dev.stamp ## all tests
	$(BIN)/pytest -n 2 -q

check: $(VENV)/dev.stamp ## format, lint, types, import contracts, migrations, documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m checks.migrations
	$(BIN)/python -m checks.documents

fix: $(VENV)/dev.stamp ## format, and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/dev.stamp ## bring the pieces of documents up to date that the code writes
	$(BIN)/python -m checks.documents --write

SHEET := out/demo/factsheet.es.pdf
picture: $(VENV)/run.stamp ## the picture of the fact sheet in the README, after make demo
	$(BIN)/python -m checks.picture $(SHEET)

# The words on screen: every room's catalogue, with what still waits for its Spanish.
words: $(VENV)/dev.stamp ## gather the words on screen for translation
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m tests.catalogues

# Every package with its hashes, and no index address.
lock: $(BIN)/uv ## the lock files, after a change of dependencies
	$(COMPILE) --group dev -o requirements-dev.lock
	$(COMPILE) -c requirements-dev.lock -o requirements.lock
	$(COMPILE) -c requirements-dev.lock --group bench -o requirements-bench.lock

bench: $(VENV)/bench.stamp ## measure against other tools, in the same run
	$(BIN)/python -m benchmarks

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	touch $@

$(VENV)/bench.stamp: requirements-bench.lock $(VENV)/dev.stamp
	$(BIN)/pip install -q --require-hashes -r requirements-bench.lock
	touch $@

$(BIN)/uv: | $(VENV)/bin/python
	$(BIN)/pip install -q uv

clean: ## remove what was built and generated
	rm -rf out build *.egg-info
