# Matrikel on a bare machine: Python 3.11 or newer and make. `make help` explains the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DISTRIBUTIONS := protos services/chassis services/identity services/records services/exams \
	services/certificates/verify services/certificates gateway/portal gateway
MANIFESTS := $(DISTRIBUTIONS:%=%/pyproject.toml)
EDITABLE := $(DISTRIBUTIONS:%=-e %)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
STATIC := gateway/portal/src/portal/static/kern/BUILT_FROM

.DEFAULT_GOAL := help
.PHONY: help run stop test lint protos prove bench format clean

help: ## explains the targets
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run $(STATIC) ## sets up and starts everything with demo data; Ctrl-C stops it
	@exec $(BIN)/python deploy/local/run.py

stop: ## stops what an earlier run left behind
	@[ ! -x $(BIN)/python ] || $(BIN)/python deploy/local/leftovers.py

test: $(VENV)/test $(STATIC) lint ## runs lint and all tests that every change has to pass
	$(BIN)/python -m pytest -m "not prove" --numprocesses 2 --dist loadgroup

lint: $(VENV)/test ## checks style, types, import rules, contracts and their generated code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python tests/lint/strict_types.py
	$(BIN)/lint-imports
	$(BIN)/python tests/lint/contract_gate.py

protos: $(VENV)/test ## generates protos/gen from the contracts
	$(BIN)/python protos/generate.py

prove: $(VENV)/test $(STATIC) ## runs the long suites: faults, crashes, browsers in every variant
	$(BIN)/python -m pytest -m prove

bench: $(VENV)/test $(STATIC) ## measures every time figure; writes var/bench/latest.json
	$(BIN)/python tests/load/bench.py

format: $(VENV)/test ## formats the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: stop ## removes the virtual environment, local data and everything built
	rm -rf $(VENV) var gateway/portal/node_modules gateway/portal/src/portal/static/kern
	find . -name __pycache__ -o -name '*.egg-info' -o -name '.*_cache' | xargs rm -rf

$(STATIC): gateway/portal/package-lock.json gateway/portal/build_static.py | $(VENV)/run
	$(BIN)/python gateway/portal/build_static.py
	@touch $@

$(VENV)/python: 
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Matrikel needs Python 3.11 or newer; set PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "This Python lacks venv. Install it, on Debian or Ubuntu with: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run: constraints.txt $(MANIFESTS) deploy/local/requirements.txt | $(VENV)/python
	@echo "Installing what Matrikel runs on …"
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation $(EDITABLE) -r deploy/local/requirements.txt
	@touch $@

$(VENV)/test: $(VENV)/run tests/requirements.txt
	@echo "Installing what the tests need …"
	@$(PIP) -r tests/requirements.txt
	@touch $@
