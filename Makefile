# The two commands that matter: `make run` and `make test`. `make help` lists the rest.

BIN := .venv/bin
# Which tests `make test` runs; narrow it to look at one tier: make test TESTS=tests/integration
TESTS ?= tests
# Whole conversations, a thousand turns and fifty deaths go through lines that other tests have covered: to count them
# again doubles their time.
PRACTICE := tests/integration/practice
AT_LENGTH := tests/content $(addprefix $(PRACTICE)/test_, faults.py killed.py forks_of_the_library.py)

.DEFAULT_GOAL := help
.PHONY: help run setup dev test check lint live bench heads encoder reader scorer customers lock clean

help:  ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup  ## set up, then open Frontstage on http://localhost:8501 (another port: FRONTSTAGE_PORT)
	@$(BIN)/frontstage migrate
	@exec $(BIN)/frontstage serve

setup:  ## make .venv with what Frontstage needs to run
	@setup/environment.sh run

dev:  ## make .venv with what its tests need too
	@setup/environment.sh dev

test: dev  ## everything that CI runs: format, lint, types, layers, all tests, and coverage
	@setup/system.sh
	@$(MAKE) --no-print-directory lint
	@rm -f .coverage .coverage.*
ifeq ($(TESTS),tests)
	@# A browser is tested with the machine to itself: beside other tests its clicks come too late to say anything.
	$(BIN)/pytest tests/e2e --cov --cov-fail-under=0 --cov-report=
	$(BIN)/pytest tests --ignore=tests/e2e $(AT_LENGTH:%=--ignore=%) -n 2 --dist loadgroup --durations=40 --cov --cov-append --cov-report=term
	$(BIN)/pytest $(AT_LENGTH) -n 2 --dist loadgroup
else
	$(BIN)/pytest $(TESTS) -n 2 --dist loadgroup
endif

check: dev lint  ## the inner loop: format, lint, types, layers, unit and contract tests
	$(BIN)/pytest tests/unit tests/contract -q

lint: dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-logo

live: dev  ## the opt-in tests against a real model (needs OPENAI_API_KEY and FRONTSTAGE_MODEL)
	$(BIN)/pytest $(TESTS) -m live --force-enable-socket

bench: dev  ## measure what the design promises
	$(BIN)/python -m benchmarks

heads: dev  ## train the reader's heads for what is odd from their exemplars again
	$(BIN)/python -m roleplay.make_heads

encoder: dev  ## rebuild the sentence encoder's artefact (downloads PyTorch into an environment of its own)
	$(BIN)/uv run --script language/make_encoder.py

reader: dev  ## train the reader on the labelled messages again (an hour; PyTorch in an environment of its own)
	PYTHONPATH=. $(BIN)/uv run --script roleplay/make_reader.py
	$(BIN)/python -m roleplay.make_whole
	PYTHONPATH=. $(BIN)/uv run --script roleplay/make_progress.py

scorer: dev  ## learn the scorer's points from the labelled conversations again, after the reader
	$(BIN)/python -m evaluation.make_scorer

customers: dev  ## play the conversations in docs/conversations again and write docs/customers.md
	@setup/customers.sh > docs/customers.md.new && mv docs/customers.md.new docs/customers.md

lock: dev  ## resolve requirements*.txt again from pyproject.toml (newest versions: make lock UPGRADE=--upgrade)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python setup/lock.py $(UPGRADE)

clean:  ## remove caches and reports; keeps .venv and data
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis htmlcov build *.egg-info
	rm -f .coverage .coverage.*
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
