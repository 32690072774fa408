# Everything a newcomer, a developer and the integration run need; `make help` lists it.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEVELOP := $(VENV)/.develop
SERVED := $(VENV)/.served
DOCUMENTED := $(VENV)/.documented
SHARED := ../shared

.PHONY: help demo serve test cluster cluster-down test-cluster faults docs docs-site pictures reading-version pre-commit lint types check bench-smoke relevance whoosh-suite clean

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

demo: $(READY)  ## set up, build the index of corpus/, search it, list every mention of the two-ocean railway
	$(BIN)/searchlib index corpus
	@echo
	$(BIN)/searchlib search '两洋铁路 可行性' --limit 3
	@echo
	$(BIN)/searchlib mentions 两洋铁路

serve: $(SERVED)  ## set up, build the index of corpus/, serve the page at http://127.0.0.1:8000/
	$(BIN)/searchlib index corpus
	$(BIN)/searchlib serve

test: $(DEVELOP)  ## set up and run all tests
	$(BIN)/python -m pytest -n auto --dist loadfile

cluster:  ## start three OpenSearch nodes on this machine (Java 21 or later, Maven, 3 GB); stop them: make cluster-down
	bash tools/cluster/up.sh

cluster-down:  ## stop what make cluster started
	bash tools/cluster/down.sh

test-cluster: $(DEVELOP)  ## start three nodes, run the tests that need a cluster, stop the nodes
	PYTHON=$(CURDIR)/$(BIN)/python bash tools/cluster/test.sh $(TESTS)

faults: $(DEVELOP)  ## all fault tests in full, for an hour or two; writes the table of docs/reliability.md
	$(BIN)/python -m faults --write docs/reliability.md

docs: $(DEVELOP)  ## renew the tables of ARCHITECTURE.md, the list of decisions, and the output shown in the READMEs
	$(BIN)/python tools/update_architecture.py
	$(BIN)/python tools/docs_site.py --decisions
	$(BIN)/python tools/update_readme.py

docs-site: $(DOCUMENTED)  ## build the site of the documents, in English and Chinese, into build/site; a warning is an error
	NO_MKDOCS_2_WARNING=1 $(BIN)/python tools/docs_site.py

pictures: $(DEVELOP)  ## photograph the page over corpus/ for the documents (needs Chromium)
	$(BIN)/python tools/update_screenshots.py

reading-version: $(DEVELOP)  ## after a change in how files are read: next version; KEEP=--keep: nothing is read otherwise
	$(BIN)/python tools/reading_version.py $(KEEP)

pre-commit: $(DEVELOP)  ## check style, types and tables before every commit
	$(BIN)/pre-commit install

lint: $(DEVELOP)  ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEVELOP)  ## mypy --strict
	$(BIN)/mypy -p searchlib

check: test lint types  ## all of the above

bench-smoke: $(DEVELOP)  ## a short benchmark that fails on a wrong answer, never on a time
	$(BIN)/python bench/smoke.py

relevance: $(DEVELOP)  ## nDCG@10 and MRR@10 beside tantivy, SQLite FTS5 and bm25s (needs ../shared/ir)
	$(BIN)/pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python bench/relevance.py $(SHARED)/ir

whoosh-suite: $(DEVELOP)  ## run Whoosh's own tests with our codec (fetches its source distribution)
	$(BIN)/python bench/whoosh_suite.py

clean:  ## remove what was built
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .bench
	find index -mindepth 1 ! -name .gitignore -delete

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "searchlib needs Python 3.11 or newer; none was found" >&2; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
		echo "could not make a virtual environment; on Debian or Ubuntu install python3-venv" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(SERVED): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[web]'
	@touch $@

$(DOCUMENTED): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[docs]'
	@touch $@

$(DEVELOP): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@
