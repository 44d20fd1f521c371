# Everything is installed into .venv/ in the checkout, from two locks alone: requirements.lock has what Bothways runs on,
# requirements-dev.lock the same and what tries it. `make help` lists what there is.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-builtin-rules
# The suite starts Bothways as a process over and over: compiled once is a second less each time.
unexport PYTHONDONTWRITEBYTECODE

# The first Python on the PATH that is new enough; `make PYTHON=/path/to/python3 …` chooses another.
PYTHON ?= $(shell for candidate in python3 python3.13 python3.12 python3.11 python; do \
	if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo "$$candidate"; break; fi; done)

VENV := .venv
BIN := $(VENV)/bin
RUNS := $(VENV)/.runs
INSTALLED := $(VENV)/.installed
CODE := bot cogs tests $(wildcard benchmarks)

# Every language but English, whose sentences are the messages' names.
CATALOGUES := $(wildcard bot/locale/*/LC_MESSAGES/bothways.po)

# Databases, servers and logs of a test run need not outlast it: where memory has room for them, no disk is waited for.
MEMORY := $(shell awk '$$2 == "/dev/shm" && $$4 !~ /noexec/ { found = 1 } END { exit !found }' /proc/mounts 2>/dev/null \
	&& df --output=avail --block-size=1G /dev/shm 2>/dev/null | awk 'NR == 2 && $$1 >= 6 { print "/dev/shm" }')

# A third of the suite waits for a server or a browser: a worker more than there are cores fills that time. Files come
# in their own order, in which no long one is left for the end.
WORKERS := --numprocesses=3 --dist=loadfile --no-loadscope-reorder

# What `make run`, `make test` and `make bench` hand on, for example: make test ARGS="tests/domain -k ring"
ARGS ?=

installed = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
locked = $(BIN)/uv pip compile pyproject.toml --all-extras $(1) --universal --python-version 3.11 --no-config \
	--generate-hashes --no-header --no-emit-index-url $(if $(UPGRADE),--upgrade) --quiet --output-file $(2)

.PHONY: help run test lint format messages bench crash lock clean .venv

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z.]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNS) ## open the room in the browser
	@$(BIN)/bothways run $(ARGS)

test: $(INSTALLED) ## run the whole suite
	$(if $(MEMORY),TMPDIR=$(MEMORY)) $(BIN)/python -m pytest $(WORKERS) $(ARGS)

lint: $(INSTALLED) ## style, types, the import rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports

format: $(INSTALLED) ## mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# tests/house/test_catalogue.py says when this is due.
messages: $(INSTALLED) ## collect the texts for translation, and say what each language lacks
	@$(BIN)/pybabel --quiet extract --no-default-keywords --keyword=say --keyword=say_n:1,2 --no-location --omit-header \
		--sort-output --output-file=bot/locale/messages.pot bot cogs
	@$(if $(CATALOGUES),$(BIN)/pybabel --quiet update --domain=bothways --input-file=bot/locale/messages.pot \
		--output-dir=bot/locale --omit-header --no-fuzzy-matching --ignore-obsolete)
	@echo "bot/locale/messages.pot: $$(grep -c '^msgid ' bot/locale/messages.pot) messages"
	@$(BIN)/bothways messages

bench: $(INSTALLED) ## measure against the performance goals
	$(BIN)/python -m benchmarks $(ARGS)

crash: $(INSTALLED) ## kill at every commit and send boundary (the suite kills at each kind)
	$(BIN)/python -m pytest tests/crash --every-boundary $(ARGS)

# UPGRADE=1 takes the newest of everything; without it only what pyproject.toml asks for changes.
# It needs the tool that writes the lock, not an environment that fits what pyproject.toml asks for since.
lock: ## write both locks again
	@test -x $(BIN)/uv || $(MAKE) --no-print-directory .venv
	@$(call locked,--group dev,requirements-dev.lock)
	@$(call locked,--group build --constraint requirements-dev.lock,requirements.lock)
	@echo "requirements.lock: $$(grep -c '^[a-z]' requirements.lock) packages, requirements-dev.lock: $$(grep -c '^[a-z]' requirements-dev.lock)"

clean: ## remove the environment and what tools left behind
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find bot cogs prompts tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

.venv: $(INSTALLED) ## install everything into .venv/

# The stamps make the second `make` quick; each is older than its lock as soon as that changes.
$(INSTALLED): requirements-dev.lock $(RUNS)
	@$(call installed,requirements-dev.lock)
	@$(BIN)/python -m pip check --disable-pip-version-check
	@touch $@

$(RUNS): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "Bothways needs Python 3.11 or newer, and none was found on the PATH." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; fi
	@if ! "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
		echo "Bothways needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" --version 2>&1)." >&2; exit 1; fi
	@if ! "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "$(PYTHON) cannot make virtual environments: its module ensurepip or venv is missing." >&2; \
		echo "On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; fi
	@echo "Installing into $(VENV)/ with $$("$(PYTHON)" --version 2>&1) (half a minute the first time)"
	@if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then "$(PYTHON)" -m venv --clear $(VENV); fi
	@$(call installed,requirements.lock)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --no-index -e .
	@touch $@
