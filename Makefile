# Every command of the project. `make demo` and `make test` do all their own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test serve check fix words lock clean

demo: $(VENV)/run.stamp
	$(BIN)/minga demo

serve: $(VENV)/run.stamp
	$(BIN)/minga serve

test: $(VENV)/dev.stamp
	$(BIN)/pytest -n 2 -q

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	MINGA_HOME=$$(mktemp -d -p /tmp minga-check-XXXX) $(BIN)/python manage.py makemigrations --check --dry-run

fix: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The words on screen: every room's catalogue, with what still waits for its Spanish.
words: $(VENV)/dev.stamp
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m tests.catalogues

# The lock files: every package with its hashes, no index address.
lock:
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --group dev -o requirements-dev.lock
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -c requirements-dev.lock -o requirements.lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/pip install -q --require-hashes -r requirements.lock
	$(BIN)/pip install -q --no-deps -e .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/run.stamp
	$(BIN)/pip install -q --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf out build *.egg-info
