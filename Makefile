# Everything from nothing: needs make and any Python from 3.11 on. `make help` lists the targets.
#   make brief                            another case: make brief CASE=hanoi-2019
#   make test PYTHON=python3.12           another Python, for a .venv that is not there yet

PYTHON ?= python3
CASE ?= vladivostok-2019
OPEN ?= --open

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

.PHONY: brief test test-all lint bench browser office clean help

brief: $(INSTALLED)  ## the main job: a brief of CASE, written to out/CASE and opened
	@$(BIN)/summitry brief $(CASE) -o out/$(CASE) $(OPEN)

test: lint browser office  ## what CI does: lint, types, layers, and all tests that are not slow
	$(BIN)/python -m pytest -n 2 --dist loadfile -m 'not slow'

test-all: lint browser office  ## the slow tests too
	$(BIN)/python -m pytest -n 2 --dist loadfile

lint: $(INSTALLED_DEV)  ## ruff, mypy and the layers between packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(INSTALLED_DEV)  ## measure speed; see benchmarks/README.md
	$(BIN)/python benchmarks/run.py

clean:  ## back to a fresh clone: removes .venv, out and every cache
	rm -rf $(VENV) out build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

# --- installing -------------------------------------------------------------------------------------------------

$(INSTALLED): pyproject.toml
	@$(ensure_venv)
	@$(call install,Summitry,-e .)
	@touch $@

$(INSTALLED_DEV): $(INSTALLED)
	@$(call install,the tools for developing,-e '.[dev]')
	@touch $@

enough := import sys; sys.exit(sys.version_info < (3, 11))

define ensure_venv
if ! $(BIN)/python -c 'import pip; $(enough)' 2>/dev/null; then \
	if ! $(PYTHON) -c '' 2>/dev/null; then \
		echo "No $(PYTHON) that works. Summitry needs Python 3.11 or newer: install it, or name yours: make PYTHON=/path/to/python3" >&2; \
		exit 1; \
	fi; \
	if ! $(PYTHON) -c '$(enough)'; then \
		echo "Summitry needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>&1). Name a newer one: make PYTHON=python3.12" >&2; \
		exit 1; \
	fi; \
	if ! $(PYTHON) -m venv --clear $(VENV); then \
		echo "$(PYTHON) cannot make $(VENV). On Debian and Ubuntu its venv module comes apart: apt-get install python3-venv" >&2; \
		exit 1; \
	fi; \
fi
endef

# $(call install,what,what pip is to install)
define install
printf 'Installing %s into $(VENV) ' '$(1)'; began=$$(date +%s); \
if $(BIN)/python -m pip install --quiet --disable-pip-version-check $(2) >$(VENV)/install.log 2>&1; then \
	echo "($$(($$(date +%s) - began)) s) …"; \
else \
	echo; tail -n 25 $(VENV)/install.log >&2; \
	echo "Installing $(1) failed; the whole log is in $(VENV)/install.log. It needs the Python package index, once." >&2; \
	exit 1; \
fi
endef

# Tests marked `browser` drive a Chromium: the one that CHROMIUM names, one that is there, else the system's package, else
# Playwright's own.
has_browser = test -x "$(CHROMIUM)" || command -v chromium || command -v chromium-browser || command -v google-chrome \
	|| $(BIN)/python -c "import os, sys; from playwright.sync_api import sync_playwright; p = sync_playwright().start(); \
	path = p.chromium.executable_path; p.stop(); sys.exit(not os.path.exists(path))"

browser: $(INSTALLED_DEV)  ## a Chromium for the tests that drive one, if there is none
	@if ! grep -rqs --include='*.py' 'mark\.browser' tests; then exit 0; fi; \
	if { $(has_browser); } >/dev/null 2>&1; then exit 0; fi; \
	echo "Tests in a browser need Chromium; installing it …"; \
	root=; if [ "$$(id -u)" != 0 ]; then root='sudo -n'; fi; \
	if command -v apt-get >/dev/null && $$root true 2>/dev/null; then \
		$$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; \
	fi; \
	if { $(has_browser); } >/dev/null 2>&1; then exit 0; fi; \
	$(BIN)/python -m playwright install chromium; \
	if { $(has_browser); } >/dev/null 2>&1; then exit 0; fi; \
	echo "No Chromium, and none could be installed. Tests in a browser need one: install your system's package" >&2; \
	echo "(chromium, chromium-browser or google-chrome), or run: $(BIN)/playwright install --with-deps chromium" >&2; \
	exit 1

# Tests in tests/office let LibreOffice lay out the Word brief and poppler's pdftotext read the pages; without them they are skipped.
has_office = { command -v soffice || command -v libreoffice; } && command -v pdftotext

office:  ## LibreOffice Writer and pdftotext for the tests of the Word brief, if there are none and apt-get can be used
	@if { $(has_office); } >/dev/null 2>&1; then exit 0; fi; \
	root=; if [ "$$(id -u)" != 0 ]; then root='sudo -n'; fi; \
	if ! command -v apt-get >/dev/null || ! $$root true 2>/dev/null; then \
		echo "Tests of the Word brief are skipped: they need LibreOffice Writer and pdftotext (poppler-utils)."; exit 0; \
	fi; \
	echo "Tests of the Word brief need LibreOffice and pdftotext; installing libreoffice-writer-nogui and poppler-utils …"; \
	{ $$root apt-get update -qq && $$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		libreoffice-writer-nogui poppler-utils; } >/dev/null 2>&1; \
	if { $(has_office); } >/dev/null 2>&1; then exit 0; fi; \
	echo "They could not be installed; those tests are skipped."
