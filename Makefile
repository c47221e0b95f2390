# Run, test and check the portal. make help lists the commands.

PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help run stop fresh prepare prepare-test test check audit bench lock

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: prepare ## Start the portal on http://127.0.0.1:8000 (PORT=8001 changes it); Ctrl-C stops it
	@exec $(BIN)/python -m inflytande.running start

stop: ## Stop the portal that runs from this folder
	@test -x $(BIN)/python || { echo "The portal has not been started here."; exit 0; }; \
	exec $(BIN)/python -m inflytande.running stop

fresh: ## Remove database, files and demo accounts, after saying what and asking
	@test -x $(BIN)/python || { echo "There is nothing to remove."; exit 0; }; \
	exec $(BIN)/python -m inflytande.running fresh

prepare: ## Make the virtual environment and install what running needs
	@exec $(PYTHON) bin/prepare run

prepare-test: ## The same, and what testing needs: linters, a browser, PDF and HTML checkers
	@exec $(PYTHON) bin/prepare test

test: prepare-test ## Run all tests, unit and browser (ARGS="tests/common -x" narrows it)
	@exec $(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: prepare-test ## Lint, types, import order, templates, migrations, deployment settings
	@exec $(BIN)/python bin/check

audit: prepare-test ## Ask the advisory service about known weaknesses of what run installs (needs the network)
	@exec $(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements/run.txt

bench: prepare ## Measure, print a table and write var/bench.json
	@exec $(BIN)/python -m bench

lock: ## Choose the newest versions anew and write requirements/*.txt and tools/package-lock.json
	@exec $(PYTHON) bin/lock
