# Everything starts here: `make help`. Needs Python 3.11 or newer; the rest is fetched as locked in uv.lock.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: run links test lint format messages e2e bench screenshots reset help

PORT ?= 8000
ARGS ?=
PYTHON3 := $(shell for each in python3 python3.14 python3.13 python3.12 python3.11 python; do \
  $$each -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$each && break; done)
UV := $(shell uv --version >/dev/null 2>&1 && command -v uv || echo .uv/bin/uv)
PY := .venv/bin/python
MANAGE := $(PY) manage.py

run: .venv/.synced  ## Run the site on this machine: PORT=8000 SITE_DATA=var
	@exec $(MANAGE) run --port $(PORT)

links: .venv/.synced  ## Print new one-time sign-in links for the running demo: PORT=8000
	@$(MANAGE) demo_links --base http://127.0.0.1:$(PORT)

test: .venv/.synced  ## Run the whole suite: ARGS=… DATABASE_URL=postgres://…
	@sh tests/debian.sh chromium "Browser tests" chromium chromium-browser
	@$(MANAGE) compile_catalogues
	@DATABASE_URL='$(DATABASE_URL)' $(PY) -m pytest -n 2 --dist loadgroup $(ARGS)

e2e: .venv/.synced  ## Run the browser tests alone
	@sh tests/debian.sh chromium "Browser tests" chromium chromium-browser
	@$(MANAGE) compile_catalogues
	@$(PY) -m pytest tests/e2e $(ARGS)

lint: .venv/.synced  ## Check code, templates, migrations and translations
	@sh tests/debian.sh gettext "Check of the translations" xgettext
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@DJANGO_SETTINGS_MODULE=website.settings.test $(MANAGE) makemigrations --check --dry-run --skip-checks
	@DJANGO_SETTINGS_MODULE=website.settings.test $(MANAGE) check_catalogues

format: .venv/.synced  ## Format the code
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

messages: .venv/.synced  ## Bring the project's catalogues up to date with the code (needs gettext)
	@DJANGO_SETTINGS_MODULE=website.settings.test $(MANAGE) update_catalogues

bench: .venv/.synced  ## Measure pages and submissions per second on this machine
	@$(MANAGE) bench $(ARGS)

screenshots: .venv/.synced  ## Take the README's pictures anew
	@sh tests/debian.sh chromium "Pictures" chromium chromium-browser
	@$(MANAGE) compile_catalogues
	@DJANGO_SETTINGS_MODULE=website.settings.dev $(PY) -m tests.e2e.pictures

reset: .venv/.synced  ## Delete this site's data (asks first): SITE_DATA=var YES=1
	@$(MANAGE) reset_site $(if $(YES),--yes)

help:  ## Show this help
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

.venv/.synced: uv.lock pyproject.toml
	@test -n "$(PYTHON3)" || { echo "Python 3.11 or newer is needed (tried python3, python3.11 …)." >&2; exit 1; }
	@$(UV) --version >/dev/null 2>&1 || { echo "Fetching uv, which installs the locked packages …"; \
	  $(PYTHON3) -m venv --clear .uv >/dev/null 2>&1 || { rm -rf .uv; \
	    echo "$(PYTHON3) cannot make environments. On Debian and Ubuntu: sudo apt install python3-venv" >&2; exit 1; }; \
	  .uv/bin/pip install --quiet --disable-pip-version-check uv; }
	@echo "Installing the locked packages …"
	@$(UV) sync --frozen --quiet --python $(PYTHON3)
	@touch .venv/.synced
