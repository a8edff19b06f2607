# Both commands set up an environment of their own in .venv and need only CPython 3.11+.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SEEN := $(CURDIR)/$(VENV)/.seen

.PHONY: demo demo-aws demo-k8s test lint types contracts tests answers docs clean

demo: $(READY) ## audit the example estate: findings, bundle with PDF and SARIF, verify, replay
	@$(BIN)/python examples/demo.py

demo-aws: $(READY) ## audit a live account, served on this machine with planted faults
	@$(BIN)/python examples/aws_demo.py

demo-k8s: $(READY) ## audit a live cluster, served on this machine, and its drift from manifests
	@$(BIN)/python examples/k8s_demo.py

test: lint types contracts tests ## everything that must hold

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

tests: $(READY)
	@rm -rf $(SEEN) && mkdir -p $(SEEN)
	AUDITOR_SEEN=$(SEEN) $(BIN)/python -m pytest -n auto
	@$(BIN)/python docs/peers/seen.py --check $(SEEN)

answers: $(READY) ## record what the tests of live accounts judge, for docs/peers
	@rm -rf $(SEEN) && mkdir -p $(SEEN)
	AUDITOR_SEEN=$(SEEN) $(BIN)/python -m pytest -n auto tests/aws/services
	$(BIN)/python docs/peers/seen.py --write $(SEEN)

docs: $(READY) ## write the pages that are made from the checks
	$(BIN)/python docs/generate.py

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) .demo dist
