# Two commands do all the set-up: `make run` and `make test`.
SHELL := /bin/bash
.ONESHELL:
.SHELLFLAGS := -eu -o pipefail -c
PY := .venv/bin/python
export WORKBENCH_HOME ?= $(CURDIR)/workbench_home
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check fast long bench texts migration clean

run: .venv/installed
	@exec .venv/bin/workbench up --demo

test: .venv/installed-dev
	@$(PY) -m pytest -q -m "not long" -n 2 --dist loadfile --no-loadscope-reorder

fast: .venv/installed-dev
	@$(PY) -m pytest -q -m "not long and not slow and not browser and not postgres"

long: .venv/installed-dev
	@$(PY) -m pytest -q -m long
	$(PY) -m pytest -q -m "hypothesis and not long" --hypothesis-profile=by_chance

check: .venv/installed-dev
	@.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/pyright --threads 2
	.venv/bin/lint-imports

bench: .venv/installed-dev
	@for file in tests/bench/[a-z]*.py; do name=$$(basename "$$file" .py); echo "== $$name" >&2; $(PY) -m "tests.bench.$$name"; done

texts: .venv/installed-dev
	@$(PY) -m tests.house.catalogue

.venv/bin/python:
	@for name in python3.11 python3.12 python3.13 python3.14 python3; do
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then python="$$name"; break; fi
	done
	if [ -z "$${python:-}" ]; then echo "The workbench needs Python 3.11 or newer. Install it, then run make again." >&2; exit 1; fi
	"$$python" -m venv .venv || { echo "Python cannot make a virtual environment. Install python3-venv, then run make again." >&2; rm -rf .venv; exit 1; }

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing the libraries into .venv (once, a few minutes)."
	$(PY) -m pip install -q -c constraints.txt -e .
	touch $@

.venv/installed-dev: .venv/installed
	@$(PY) -m pip install -q -c constraints.txt -e ".[dev]"
	touch $@

clean:
	@rm -rf .venv build dist *.egg-info
