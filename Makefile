# Two commands do everything on a fresh machine that has Python 3.11+ and make:
#   make demo   renders the real examples and shows what the checks say
#   make test   runs lint, types, import contract and all tests
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
STAMP = $(VENV)/.ready

.PHONY: demo test bench renew clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $(STAMP)

demo: $(STAMP)
	$(BIN)/python examples/demo.py

test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2

bench: $(STAMP)
	$(BIN)/python tests/bench/report.py

# writes the generated parts, pages and golden files anew, to be looked at in the diff
renew: $(STAMP)
	$(BIN)/python -m authoring.writers.base
	$(BIN)/python docs/generate.py
	$(BIN)/python docs/walk.py
	$(BIN)/python -m pytest tests/test_examples.py --renew

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis
