# Two commands do everything, set-up included, on a machine with Python 3.11 or later and make:
#   make account    tell the example reports, write the page, say where it is
#   make test       formatting, lint, strict types, tests
# Beside them: `make explore` tries the properties on examples drawn anew, `make floors` and `make bench` measure.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STORY  ?= $(sort $(wildcard examples/*/*.txt) $(wildcard examples/*/*.html))
OUT    ?= out/account.html
BENCHMARKS ?= ../shared/benchmarks
GOLD   ?= ../shared/gold
# NumPy's threads wait for one another where processes share the cores; and what is measured is the work of one.
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: account test explore lint bench floors lock clean
.DEFAULT_GOAL := account

account: $(VENV)/.ready
	@mkdir -p $(dir $(OUT))
	@$(BIN)/tellings account $(STORY) -o $(OUT)

test: lint
	@$(BIN)/python -m pytest -n 2

explore: $(VENV)/.ready-dev
	@$(BIN)/python -m pytest -n 2 --hypothesis-profile=explore

lint: $(VENV)/.ready-dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(VENV)/.ready-dev
	@$(BIN)/python bench/floors.py --benchmarks $(BENCHMARKS) --gold $(GOLD) --all

floors: $(VENV)/.ready-dev
	@$(BIN)/python bench/floors.py --benchmarks $(BENCHMARKS) --gold $(GOLD)

$(VENV)/bin/python:
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh bench/setup/venv.sh

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what tellings needs (once, about a minute) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@echo "Installing what the tests need (once) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

lock: $(VENV)/.ready-dev
	@$(BIN)/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --all-extras pyproject.toml -o requirements-dev.lock

clean:
	@rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis
