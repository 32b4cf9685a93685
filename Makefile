# Everything a person types to work on Cartographe. `make` alone lists it.
#
# The first target that needs it makes .venv: Python's own venv and pip bring the fast installer, checked
# by hash, and the fast installer brings the rest, checked by hash. Later runs skip what is up to date.

SHELL := /bin/sh
VENV  := .venv
BIN   := $(VENV)/bin
# Test processes: one per core, four at most.
JOBS  ?= auto
# More arguments for pytest: make test ARGS="-k proposal"
ARGS  ?=

RUNTIME := $(VENV)/.runtime-installed
DEV     := $(VENV)/.dev-installed

SLACK    := tests/slack/emulator
EMULATOR := $(SLACK)/node_modules/.fetched

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types imports wheel bench nightly evals docs lock fmt install emulator
# A step that failed half-way is not up to date.
.DELETE_ON_ERROR:

help: ## This list
	@echo "Cartographe: make demo is the place to start, make test the place to go on."
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "PYTHON=/path/to/python chooses the Python (3.11 or newer) that .venv is made from."

demo: $(RUNTIME) ## Show Cartographe on sample accounts: no key, no network once installed
	@echo "Starting the demo."
	@$(BIN)/carto demo

test: $(DEV) ## Run the tests, offline and without a model (ARGS="-k word" for some, JOBS=0 for one process)
	@echo "Running the tests: no network, no model."
	@$(BIN)/python -m pytest -n $(JOBS) --maxprocesses 4 --dist loadfile $(ARGS)

check: lint types imports wheel ## What must hold besides the tests: lint, types, imports, wheel
	@echo "Checked: lint, types, imports, wheel."

lint: $(DEV) ## Style and common mistakes (ruff), layout of the code
	@echo "Checking style."
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Some files are not formatted: run make fmt."; exit 1; }

types: $(DEV) ## Types (mypy, strict)
	@echo "Checking types."
	@$(BIN)/python -m mypy

imports: $(DEV) ## Who may import whom (import-linter)
	@echo "Checking imports against the contracts."
	@$(BIN)/lint-imports --no-cache --no-logo

wheel: $(DEV) ## Build the wheel into dist/, check what is in it, import it from elsewhere
	@echo "Building the wheel and checking it."
	@$(BIN)/python -m tests.packaging.wheel_check dist

bench: $(DEV) ## Measure speed beside named baselines
	@echo "Measuring; the figures are ratios to baselines run beside them."
	@$(BIN)/python -m tests.bench

nightly: $(DEV) ## Run the tests that are too long for every run
	@echo "Running the long tests."
	@$(BIN)/python -m pytest -m nightly --timeout 3600 --hypothesis-profile searching $(ARGS) || { \
	  code=$$?; [ $$code -eq 5 ] || exit $$code; echo "No test is marked nightly."; }

evals: $(RUNTIME) ## Measure how well notes are read, per kind of label and per language
	@$(BIN)/carto eval

docs: $(DEV) ## Write again the parts of the documents that are made by running commands
	@$(BIN)/python -m tests.docs

lock: $(BIN)/uv ## Write the lock files again (UPGRADE=1 also moves to newer versions)
	@echo "Resolving the development set, then the two smaller sets inside it."
	@$(call compile,requirements-dev.lock,pyproject.toml --extra dev --group build --group bootstrap)
	@$(call compile,requirements.lock,pyproject.toml --group build --constraint requirements-dev.lock)
	@$(call compile,requirements-bootstrap.lock,--group bootstrap --constraint requirements-dev.lock)

fmt: $(DEV) ## Format the code and fix what can be fixed without thought
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

emulator: $(EMULATOR) ## Fetch the Slack emulator the stories of lane A run against (95 MB, needs npm)

install: $(DEV) ## Make .venv with everything a developer needs, and nothing else

# --- how .venv comes to be -----------------------------------------------------------------------

# $(call compile,LOCK,SOURCES): versions and hashes, for every platform, and no address.
compile = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header \
	$(if $(UPGRADE),--upgrade) --output-file $(1) $(2)

# A progress bar for a person, silence for a log file.
QUIET := $$( [ -t 2 ] || echo --quiet )

# $(call install_lock,LOCK): the packages of LOCK, then Cartographe itself. The fast installer does not
# read pip's settings, so an index that pip was given is handed on; if it still cannot, pip can.
define install_lock
	@echo "Installing the packages of $(1), each checked by its hash (the first time takes a minute or so)."
	@index=$${UV_DEFAULT_INDEX:-$${UV_INDEX_URL:-$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null)}}}; \
	if [ -n "$$index" ]; then UV_DEFAULT_INDEX=$$index; export UV_DEFAULT_INDEX; fi; \
	$(BIN)/uv pip install $(QUIET) --python $(BIN)/python --compile-bytecode --require-hashes -r $(1) || { \
	  echo "The fast installer could not; trying pip, which takes some minutes."; \
	  $(BIN)/python -m pip install --quiet --require-hashes -r $(1); }
	@echo "Installing Cartographe itself: the command is $(BIN)/carto."
	@$(BIN)/uv pip install --quiet --offline --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@
endef

$(RUNTIME): $(BIN)/uv requirements.lock pyproject.toml
	$(call install_lock,requirements.lock)

$(DEV): $(BIN)/uv requirements-dev.lock pyproject.toml
	$(call install_lock,requirements-dev.lock)

# The lock holds a version and a hash and no address; the binary's own hash is held against lane.py's.
$(EMULATOR): $(SLACK)/package.json $(SLACK)/package-lock.json
	@if command -v npm >/dev/null; then \
	  echo "Fetching the Slack emulator, checked by its hash."; \
	  npm ci --prefix $(SLACK) --ignore-scripts --no-audit --no-fund --loglevel=error && touch $@; \
	else \
	  echo "There is no npm here, so the stories against the Slack emulator are skipped, and said to be."; \
	fi

NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'

$(BIN)/uv: requirements-bootstrap.lock
	@if ! $(BIN)/python $(NEW_ENOUGH) 2>/dev/null; then found=; \
	  for candidate in $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11); do \
	    if "$$candidate" $(NEW_ENOUGH) 2>/dev/null; then found=$$candidate; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "Cartographe needs Python 3.11 or newer; $(if $(PYTHON),$(PYTHON) is not,none was found as python3 or python3.11 to python3.13)." >&2; \
	    echo "Install one, or name it: make $(or $(MAKECMDGOALS),demo) PYTHON=/path/to/python3" >&2; \
	    exit 1; \
	  fi; \
	  echo "Making .venv with $$("$$found" --version)."; \
	  "$$found" -m venv --clear $(VENV) || { \
	    echo "That Python has no working venv module (Debian and Ubuntu keep it in the package python3-venv)." >&2; \
	    rm -rf $(VENV); exit 1; }; \
	fi
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip >/dev/null
	@echo "Fetching the fast installer (uv), checked by its hash."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.lock
	@touch $@
