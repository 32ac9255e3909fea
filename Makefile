# Each target sets up what it needs, see tools/setup.sh, and does nothing twice.
# Settings: make serve ADDR=…   make site GENERATOR=zensical BOOK=no   make lock UPGRADE=1
# and for any target PYTHON=…, CHROMIUM=… and FIREFOX=….

ADDR ?= 127.0.0.1:8000
GENERATOR ?= mkdocs
export GENERATOR

help: ## List these targets
	@echo "AWS Developer Notes. Each target sets up what it needs."
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

site: ## Check facts and notes, build the website into site/ (GENERATOR=zensical, BOOK=no: without the book, BOOK=volumes: in volumes)
	@tools/setup.sh $(if $(filter zensical,$(GENERATOR)),dev,site)
	@$(if $(filter no,$(BOOK)),:,tools/setup.sh book)
	@tools/build.sh

book: ## The same, and fail where the book cannot be made
	@tools/setup.sh $(if $(filter zensical,$(GENERATOR)),dev,site)
	@tools/setup.sh book
	@BOOK=must tools/build.sh

serve: ## Preview at http://ADDR/, rebuilt and reloaded at every edit (ADDR=127.0.0.1:8000)
	@tools/setup.sh site
	@.venv/bin/python tools/serve.py $(ADDR)

test: ## Run all tests
	@tools/setup.sh test
	@.venv/bin/python -m pytest

check: ## Check facts, notes and Python code, without building
	@tools/setup.sh dev
	@.venv/bin/python -m factbook check
	@.venv/bin/python -m ruff check
	@.venv/bin/python -m ruff format --check

bench: ## Measure speed, as ratios: takes half an hour
	@tools/setup.sh test
	@.venv/bin/python -m benchmarks.run

bench-quick: ## Measure this site only, in a few minutes
	@tools/setup.sh test
	@.venv/bin/python -m benchmarks.run --quick

lock: ## Write requirements*.txt from the .in files (UPGRADE=1: newest of what those leave open)
	@tools/setup.sh dev
	@tools/lock.sh $(if $(UPGRADE),--upgrade)

clean: ## Remove what was built and installed: site/, .venv/, caches
	rm -rf site .build .cache .venv .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help site book serve test check bench bench-quick lock clean
.DEFAULT_GOAL := help
