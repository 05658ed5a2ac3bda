# Two commands for a newcomer: `make run` and `make test`. Both do all the set-up.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/reader
FILE ?=
ARGS ?=

.PHONY: run test test-slow test-llm lint bench baseline reader reader-eval docs shots clean

.venv/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Footnote needs Python 3.11 or newer; say which with: make run PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	# The pip that Python 3.11 brings stops at an extra that two packages spell differently.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	touch $@

run: .venv/.installed ## index the sample articles if the library is empty, then serve the page
	$(BIN)/footnote serve $(ARGS)

test: .venv/.installed lint ## everything that CI runs
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest $(ARGS)

test-slow: .venv/.installed ## the long suites
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -m slow --timeout 3600 $(ARGS)

test-llm: .venv/.installed ## a real tiny model; compiles llama.cpp once (18 CPU-minutes)
	# Built for any x86 of the last ten years: "native" may compile what a virtual machine cannot run.
	# Without pip's cache, where a wheel that was built otherwise may lie.
	CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_AVX2=ON -DGGML_FMA=ON -DGGML_F16C=ON" \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-cache-dir -e '.[llm]'
	HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -m llm --timeout 3600 $(ARGS)

lint: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/.installed ## speed and memory, as ratios within one run
	HF_HUB_OFFLINE=1 $(BIN)/python -m tests.benchmarks $(ARGS)

baseline: .venv/.installed ## our figures beside the plain tutorial recipe's, in one run
	HF_HUB_OFFLINE=1 $(BIN)/python -m tests.benchmarks.baseline $(FILE) $(ARGS)

reader: .venv/.installed ## train the reader again from its data
	HF_HUB_OFFLINE=1 $(BIN)/python -m assistant.reader.training --data $(DATA) $(ARGS)

reader-eval: .venv/.installed ## the reader's figures on passages it never saw
	@HF_HUB_OFFLINE=1 $(BIN)/python -m assistant.reader.evaluating --data $(DATA) $(if $(FILE),--file $(FILE)) $(ARGS)

docs: .venv/.installed ## write the settings table of the README again
	$(BIN)/python -m tests.write_docs

shots: .venv/.installed ## screenshots of the page into .scratch/shots
	HF_HUB_OFFLINE=1 $(BIN)/python -m tests.shots $(ARGS)

clean: ## remove the virtual environment and caches; articles and library stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
