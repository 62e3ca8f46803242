# Two commands for a newcomer: `make demo` and `make test`. Everything is installed into local virtual environments.
PYTHON ?= python3
VENV := .venv
TOOLS := .venv-generate
RIVALS := .venv-bench
# Rivals that need a newer Python; not raced where there is none.
PYTHON313 ?= python3.13
RIVALS313 := .venv-bench313
LOWEST := .venv-lowest
BIN := $(VENV)/bin
STUBS := protos/optimizer/v1/*.proto
GOOGLE = $$($(TOOLS)/bin/python -c 'import pathlib, google.api.http_pb2 as at; print(pathlib.Path(at.__file__).parents[2])')
PROTOC = $(TOOLS)/bin/python -m grpc_tools.protoc -Iprotos -I"$(GOOGLE)"

.PHONY: demo test test-slow test-lowest check format lint types imports generated generate contract released serve bench bench-explained bench-small clean python

demo: $(VENV)/.base ## Solve the Kenya case through a server of its own.
	@$(BIN)/madini solve kenya
	@echo
	@echo 'Next, for example AGOA without a gap:'
	@echo '  $(BIN)/madini solve kenya --scenario agoa-throughout'
	@echo 'Typed once, this lets you write "madini" alone: source $(BIN)/activate'

test: $(VENV)/.test ## Run all tests but the slow ones.
	@$(BIN)/python -m pytest -n 2 --dist loadscope -m "not slow"

test-slow: $(VENV)/.test ## Run the slow tests, and those that draw examples with new ones.
	@$(BIN)/python -m pytest -m slow
	@$(BIN)/python -m pytest -m "hypothesis and not slow" --hypothesis-profile=fresh

test-lowest: $(LOWEST)/.installed ## Run the ordinary tests with the lowest versions that pyproject.toml allows.
	@$(LOWEST)/bin/python -m pytest -n 2 --dist loadscope -m "not slow"

check: format lint types imports generated contract test ## Everything CI checks.

format: $(VENV)/.check
	@$(BIN)/ruff format --check .

lint: $(VENV)/.check
	@$(BIN)/ruff check .

types: $(VENV)/.check
	@$(BIN)/mypy

imports: $(VENV)/.check
	@$(BIN)/lint-imports --no-cache

generate: $(VENV)/.base $(TOOLS)/.installed ## Write case.proto, the data dictionary and the stubs from their sources.
	@$(BIN)/python -m optimizer.wire.generate
	@$(PROTOC) --python_out=. --pyi_out=. --grpc_python_out=. $(STUBS)

generated: $(VENV)/.check $(TOOLS)/.installed ## Fail if a generated file differs from what its source gives.
	@$(BIN)/python -m optimizer.wire.generate --check
	@rm -rf build/generated && mkdir -p build/generated
	@$(PROTOC) --python_out=build/generated --pyi_out=build/generated \
		--grpc_python_out=build/generated $(STUBS)
	@diff -r -x __pycache__ -x __init__.py build/generated/optimizer/v1 optimizer/v1 \
		|| { echo "The stubs are out of step with protos/. Run: make generate"; exit 1; }

contract: $(TOOLS)/.installed ## Fail if the contract breaks a rule of style, or what was released.
	@mkdir -p build
	@$(PROTOC) --include_imports --include_source_info --descriptor_set_out=build/contract.binpb $(STUBS)
	@$(TOOLS)/bin/buf format protos --diff --exit-code
	@$(TOOLS)/bin/buf lint build/contract.binpb --config protos/buf.yaml
	@$(TOOLS)/bin/buf breaking build/contract.binpb --config protos/buf.yaml --against protos/released.binpb

released: $(TOOLS)/.installed ## Take the contract as it stands for the one that is released.
	@$(PROTOC) --include_imports --descriptor_set_out=protos/released.binpb $(STUBS)

serve: $(VENV)/.base ## Run a server on 127.0.0.1:50051.
	@$(BIN)/madini serve

bench: $(VENV)/.base $(RIVALS)/.installed $(RIVALS313)/.installed ## Race other modelling libraries, load a server, grow to a million columns; ten minutes.
	@$(BIN)/python -m benchmarks.run

bench-explained: $(VENV)/.base ## Wide networks from folder to explained answer, beside HiGHS alone, without rivals.
	@$(BIN)/python -m benchmarks.explained

bench-small: $(VENV)/.base ## Kenya over gRPC and 10,000 columns, without rivals.
	@$(BIN)/python -m benchmarks.run --small

clean: ## Remove virtual environments and caches.
	rm -rf $(VENV) $(TOOLS) $(RIVALS) $(RIVALS313) $(LOWEST) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON). Install Python 3.11 or later, or name one: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Madini needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make PYTHON=python3.12 demo"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }

$(BIN)/python: | python
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.base: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Madini into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Madini and its test tools into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@ $(VENV)/.base

$(VENV)/.check: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Madini and its checking tools into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt -e '.[check]'
	@touch $@ $(VENV)/.base $(VENV)/.test

$(TOOLS)/.installed: constraints-generate.txt | python
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip install -qq --disable-pip-version-check -c constraints-generate.txt \
		grpcio-tools googleapis-common-protos buf-bin
	@touch $@

$(LOWEST)/.installed: pyproject.toml constraints-lowest.txt | python
	@echo "Installing Madini into $(LOWEST) with the lowest versions of everything ..."
	@$(PYTHON) -m venv $(LOWEST)
	@$(LOWEST)/bin/python -m pip install -q --disable-pip-version-check -c constraints-lowest.txt -e '.[test]'
	@touch $@

$(RIVALS)/.installed: constraints-bench.txt | python
	@echo "Installing the rivals into $(RIVALS) ..."
	@$(PYTHON) -m venv $(RIVALS)
	@$(RIVALS)/bin/python -m pip install -qq --disable-pip-version-check -c constraints-bench.txt $$(sed -n 's/==.*//p' constraints-bench.txt)
	@touch $@

$(RIVALS313)/.installed: constraints-bench313.txt
	@if command -v $(PYTHON313) >/dev/null; then \
		echo "Installing the rivals that need Python 3.13 into $(RIVALS313) ..." && \
		$(PYTHON313) -m venv $(RIVALS313) && \
		$(RIVALS313)/bin/python -m pip install -qq --disable-pip-version-check -c $< $$(sed -n 's/==.*//p' $<) && \
		touch $@; \
	else echo "There is no $(PYTHON313), so PuLP 4 is not raced. Name one: make PYTHON313=... bench"; fi
