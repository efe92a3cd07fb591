# `make run` and `make test` are all that a newcomer needs. Everything is installed into .venv, from the lock files.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT := 8080
BIN := .venv/bin
SOURCES := $(shell find zibot -name '*.py')

.PHONY: run test check bench soak fuzz install install-dev format lock clean

run: install
	$(BIN)/zibot rehearse --port $(PORT)

test: install-dev
	$(BIN)/python -m pytest

# All that CI runs.
check: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest

bench: install-dev
	$(BIN)/python -m benchmarks

# Too long for each check: a quarter of bad days, and many made-up updates.
soak: install-dev
	$(BIN)/python -m tests.soak
fuzz: install-dev
	FUZZ_EXAMPLES=20000 $(BIN)/python -m pytest tests/fuzz

install: .venv/.compiled
install-dev: .venv/.dev .venv/.compiled

.venv/.run: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "zibot needs Python 3.11 or newer: make PYTHON=...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# Where Python is told to write no bytecode, each start would compile all anew.
.venv/.compiled: .venv/.run $(SOURCES)
	$(BIN)/python -m compileall -q zibot
	touch $@

format: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The lock files hold every version with its hashes, and nothing of the machine that made them.
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host \
	--no-emit-find-links --no-emit-options --no-header --allow-unsafe --build-deps-for editable
lock: install-dev
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

# What was installed or cached; never the data folder.
clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache data/rehearsal
