# Everything a newcomer types. Needs Python 3.11 or newer and nothing else; no server, no root.
# Paths below are relative, so the folder may have any name, spaces included.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
SHELL := /bin/sh

PYTHON ?= python3
PY := .venv/bin/python
RUN_READY := .venv/.run-ready
DEV_READY := .venv/.dev-ready
PIP_INSTALL := $(PY) -m pip install --disable-pip-version-check --no-input --quiet --require-hashes
LOCK := uv pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11
WORKERS ?= 2
ARGS ?=

# The package is used from its folder: nothing has to be built to run it.
export PYTHONPATH := $(CURDIR)/src

.PHONY: help
help:  ## Show this list
	@echo "Antechamber. What you can ask for:"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: $(RUN_READY)  ## Start the demonstration: the process of 2017, with made-up data
	@$(PY) -m antechamber.cli demo $(ARGS)

.PHONY: fresh
fresh:  ## Throw the demonstration's data away, so that it starts over
	@rm -rf var/demo
	@echo "The demonstration's data are gone. Start over with: make run"

.PHONY: test
test: $(DEV_READY)  ## Run the test suite on SQLite, and say what was left out
	@$(PY) -m pytest -q -n $(WORKERS) --dist worksteal $(ARGS)

.PHONY: lint
lint: $(DEV_READY)  ## Check style, types and the order of the rooms
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

.PHONY: format
format: $(DEV_READY)  ## Put the code into the project's form
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

.PHONY: messages
messages: $(RUN_READY)  ## Collect the strings to translate and compile what is translated (needs gettext)
	@command -v msgfmt >/dev/null || { echo "gettext is missing. On Debian or Ubuntu: sudo apt-get install gettext" >&2; exit 1; }
	@cd src/antechamber && DJANGO_SETTINGS_MODULE=antechamber.settings ANTECHAMBER_DEMO=1 ../../$(PY) -m django makemessages \
	    --locale ar --locale es --locale fr --locale ru --locale zh_Hans --no-location --no-wrap --ignore 'tests/*' --ignore '*/tests/*'
	@for catalogue in src/antechamber/locale/*/LC_MESSAGES/django.po; do msgfmt --check --output-file $${catalogue%.po}.mo $$catalogue || exit 1; done

.PHONY: bench
bench: $(DEV_READY)  ## Measure what docs/architecture.md promises
	@$(PY) -m bench $(ARGS)

.PHONY: lock
lock:  ## Choose dependencies anew and write them down with their hashes
	@command -v uv >/dev/null || { echo "make lock needs uv: see docs/operations.md, Dependencies." >&2; exit 1; }
	$(LOCK) --all-extras --output-file requirements/run.txt
	$(LOCK) --all-extras --group dev --output-file requirements/dev.txt

$(PY):
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. On Debian or Ubuntu: sudo apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; this is $$($(PYTHON) --version). Name another with: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python cannot make virtual environments here. On Debian or Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }
	@echo "Making a virtual environment in .venv ..."
	@$(PYTHON) -m venv .venv

$(RUN_READY): requirements/run.txt | $(PY)
	@echo "Installing what Antechamber runs on (once) ..."
	@$(PIP_INSTALL) -r requirements/run.txt
	@touch $@

$(DEV_READY): requirements/dev.txt | $(PY)
	@echo "Installing what testing needs (once) ..."
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@ $(RUN_READY)
