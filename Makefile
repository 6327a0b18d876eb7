# Everything runs in .venv, which uv makes from uv.lock. Needed: Python 3.10-3.13, make and a package index.

PYTHON ?= python3
UV ?= $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
PY := .venv/bin/python
PYTHON_PATH = $$($(PYTHON) -c 'import sys; print(sys.executable)')
READY := .venv/.ready
DOCS_READY := .venv-docs/.ready
# Processes of the test suite; a thread each is faster than threads that wait for one another.
WORKERS ?= auto
DEMO := work_dirs/demo
DEMO_DATA := $(DEMO)/data
DEMO_CONFIG := configs/phantom/phantom_demo.py
DEMO_CHECKPOINT = "$$(cat $(DEMO)/run/last_checkpoint)"
BROWSER := work_dirs/browser
KILLS := work_dirs/kills.json
INPUTS := work_dirs/inputs.json
MUTANTS := work_dirs/mutants.json
MUTANT_LIST := work_dirs/mutant_list.json
MUTATION := tests/mutation
MUTATION_READY := .venv-mutation/.ready
MUTATED := $(wildcard aariz_mm/geometry.py aariz_mm/landmarks.py aariz_mm/analysis/*.py aariz_mm/evaluation/*.py \
  aariz_mm/codecs/*.py)
SOAK := work_dirs/soak.json
AXE := $(BROWSER)/npm/node_modules/axe-core/axe.min.js
CODE := aariz_mm configs docs release tests tools
AUDIT_READY := .venv-audit/.ready
AUDIT := work_dirs/audit
DIST := work_dirs/dist
# What make check-dist reads; a phantom where none is named.
RADIOGRAPH ?= phantom/train/Cephalograms

# Whatever environment make was called from, uv works in .venv and with the Python named here.
export UV_PROJECT_ENVIRONMENT := .venv
export UV_PYTHON_DOWNLOADS := never
unexport VIRTUAL_ENV

.DEFAULT_GOAL := help
.PHONY: help setup setup-read test test-browser campaign-kills campaign-inputs campaign-mutants campaign-soak lint format \
  scores docs lock demo clean audit check-dist test-matrix

help:
	@echo 'make setup   install everything into .venv, as locked in uv.lock'
	@echo 'make setup CPU=1   the same with the CPU build of torch, where an index offers it'
	@echo 'make setup-read   install what reads and measures alone: no torch, no OpenMMLab'
	@echo 'make test    run the tests; ARGS="-k geometry" picks some'
	@echo 'make test-browser   try the review page in Chromium; pictures in $(BROWSER)'
	@echo 'make campaign-kills   kill trainings 50 times and compare what they end with; figures in $(KILLS)'
	@echo 'make campaign-inputs   feed every door 5,000 spoilt inputs; figures in $(INPUTS)'
	@echo 'make campaign-mutants   change the core in small ways and count what no test notices; figures in $(MUTANTS)'
	@echo 'make campaign-soak   load the review server and the reader for 30 minutes; figures in $(SOAK)'
	@echo 'make lint    check style, format, imports and figures'
	@echo 'make format  repair style and format'
	@echo 'make scores  write the figures of docs/scores wherever they stand'
	@echo 'make docs    build the site of docs/ into work_dirs/site'
	@echo 'make demo    train, test and draw on synthetic radiographs; results in $(DEMO)'
	@echo 'make lock    renew uv.lock and requirements.txt from pyproject.toml'
	@echo 'make audit   look for known faults, doubtful code and licences; list of parts in $(AUDIT)'
	@echo 'make check-dist   build what is published, install it alone and read a radiograph'
	@echo 'make test-matrix   run the quick tests on the oldest and newest versions of what is used'
	@echo 'make clean   remove .venv, .venv-*, .uv and caches; work_dirs and data stay'
	@echo 'PYTHON=python3.12 chooses the Python of a new .venv (now: $(PYTHON))'

setup: $(READY)
ifdef CPU
	@$(CPU_TORCH)
endif

# Where everything is installed already, nothing is to do.
setup-read: $(filter .uv/bin/uv,$(UV))
	$(CHECK_PYTHON)
	@[ -f $(READY) ] || { $(UV) sync --frozen --no-dev --extra review --extra pdf --inexact --python "$(PYTHON_PATH)" \
	  || { $(call SYNC_BY_PIP,.venv,--no-dev --extra review --extra pdf) && $(PY) -m pip install --no-deps --editable .; }; }
	@echo 'Done: .venv/bin/aariz-mm --help'

# Where the environment forbids compiled modules, each process that a test starts would compile PyTorch anew.
test: setup
	OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE= $(PY) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

# Chromium is the machine's own: CHROMIUM names it, else the PATH is searched. One process: the tests measure time.
test-browser: setup
	@$(PY) tests/browser/chromium.py
	@[ -f $(AXE) ] || $(FETCH_AXE)
	OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE= $(PY) -m pytest tests/browser $(ARGS)
	@echo 'Done: pictures of the page are in $(BROWSER)'

# Some minutes on two cores; ARGS="--kills 200 --seed 1" for more.
campaign-kills: setup
	OMP_NUM_THREADS=1 $(PY) tests/launching/measure_kills.py --out $(KILLS) $(ARGS)
	@echo 'Done: the figures are in $(KILLS)'

# An hour or two on two cores; ARGS="--inputs 500 --doors image" for less.
campaign-inputs: setup
	OMP_NUM_THREADS=1 $(PY) tests/bad_input/measure_bad_input.py --out $(INPUTS) $(ARGS)
	@echo 'Done: the figures are in $(INPUTS)'

# Half an hour or more on two cores; ARGS="--modules geometry analysis/lines" for a part, ARGS="--most 60" for a sample. What was
# killed with the same source before is not tried again: remove the figures to try all.
campaign-mutants: setup $(MUTANT_LIST)
	OMP_NUM_THREADS=1 PYTHONDONTWRITEBYTECODE= $(PY) $(MUTATION)/measure_mutants.py $(MUTANT_LIST) --out $(MUTANTS) $(ARGS)
	@echo 'Done: the figures are in $(MUTANTS)'

# Half an hour and some minutes, on Linux; ARGS="--minutes 2 --clients 8" for less.
campaign-soak: setup
	OMP_NUM_THREADS=1 $(PY) tests/soak/measure_soak.py --out $(SOAK) $(ARGS)
	@echo 'Done: the figures are in $(SOAK)'

lint: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/lint-imports
	$(PY) docs/generate_scores.py --check

format: setup
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

scores: setup
	$(PY) docs/generate_scores.py

# In an environment of its own: the site is made from the source, which is read and not imported.
docs: $(DOCS_READY)
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build --strict
	@echo 'Done: the site is in work_dirs/site/index.html'

# The recipe trains into a folder of its own, which it empties; the phantom data are written once.
demo: export AARIZ_ROOT := $(DEMO_DATA)
demo: setup
	@mkdir -p $(DEMO)
	$(PY) tools/draw_cervical_regions.py $(DEMO)/phantoms.jpg --count 6
	@echo 'A first picture: $(DEMO)/phantoms.jpg, what the radiographs of the demo look like'
	@[ ! -d $(DEMO_DATA) ] || [ -f $(DEMO_DATA)/cephalogram_machine_mappings.csv ] || \
	  { echo 'error: $(DEMO_DATA) is unfinished; remove it and call make demo again' >&2; exit 1; }
	[ -d $(DEMO_DATA) ] || \
	  $(PY) tools/make_phantom.py $(DEMO_DATA) --train 64 --valid 16 --test 16 --size 600 730 --seed 0
	rm -rf $(DEMO)/run
	$(PY) tools/train.py $(DEMO_CONFIG) --work-dir $(DEMO)/run
	$(PY) tools/test.py $(DEMO_CONFIG) $(DEMO_CHECKPOINT) --work-dir $(DEMO)/test --out $(DEMO)/metrics.json
	$(PY) tools/visualize.py $(DEMO_CONFIG) $(DEMO_CHECKPOINT) --split test --max 12 --out-dir $(DEMO)/overlays
	@echo 'Done: the scores are in $(DEMO)/metrics.json, the pictures in $(DEMO)/overlays/contact_sheet.png'

# In an environment of its own. Where nobody can be asked of known faults, it says so and fails, after all else is done.
audit: setup $(AUDIT_READY)
	@mkdir -p $(AUDIT)
	.venv-audit/bin/bandit --quiet --configfile pyproject.toml --recursive aariz_mm docs release tools setup.py
	@$(PY) -m release.licences > $(AUDIT)/licences.txt || { cat $(AUDIT)/licences.txt; exit 1; }
	@tail -n 1 $(AUDIT)/licences.txt
	.venv-audit/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	  --output-file $(AUDIT)/sbom.cdx.json $(PY)
	@$(UV) export --frozen --quiet --no-hashes --no-annotate --no-emit-project --all-extras --all-groups \
	  --output-file $(AUDIT)/requirements.txt
	.venv-audit/bin/python -m release.vulnerabilities $(AUDIT)/requirements.txt
	@echo 'Done: licences and parts (CycloneDX) are in $(AUDIT)'

# The wheel is built from the source archive, so that archive holds all that is needed.
check-dist: $(AUDIT_READY)
	rm -rf $(DIST)
	$(UV) build --quiet --python "$(PYTHON_PATH)" --out-dir $(DIST) .
	.venv-audit/bin/twine check --strict $(DIST)/*.whl $(DIST)/*.tar.gz
	.venv-audit/bin/check-wheel-contents --config pyproject.toml $(DIST)/*.whl
	$(UV) venv --quiet --python "$(PYTHON_PATH)" $(DIST)/clean
	$(UV) pip install --quiet --python $(DIST)/clean/bin/python $(DIST)/*.whl
	cd $(DIST) && clean/bin/aariz-mm make-phantom phantom --train 1 --valid 0 --test 0 --size 600 730 && \
	  clean/bin/aariz-mm read $(RADIOGRAPH) --out-dir read
	@echo 'Done: $(DIST)/*.whl and .tar.gz; what the installed wheel read is in $(DIST)/read'

# One cell: make test-matrix CELLS=core-oldest. Those that are only resolved: make test-matrix CELLS=--resolve
test-matrix: $(filter .uv/bin/uv,$(UV))
	$(CHECK_PYTHON)
	UV="$(UV)" $(PYTHON) -m release.matrix $(CELLS)

lock: $(filter .uv/bin/uv,$(UV))
	env -u UV_DEFAULT_INDEX -u UV_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS $(UV) lock
	$(UV) export --frozen --quiet --no-hashes --no-dev --extra train --extra albumentations --no-emit-project --no-annotate \
	  --output-file requirements.txt

clean:
	rm -rf .venv .venv-docs .venv-audit .venv-mutation .uv .pytest_cache .ruff_cache build dist *.egg-info
	find $(CODE) -type d -name __pycache__ -prune -exec rm -rf {} +

# A frozen sync downloads from where uv.lock says. Behind a mirror that is all there is, pip, which knows the mirror,
# installs the same versions.
$(READY): pyproject.toml setup.py uv.lock | $(filter .uv/bin/uv,$(UV))
	$(CHECK_PYTHON)
	@echo '$(UV) sync --frozen'; \
	  $(UV) sync --frozen --python "$(PYTHON_PATH)" \
	  || { $(call SYNC_BY_PIP,.venv) && $(PY) -m pip install --no-deps --editable .; }
	@touch $@

$(AUDIT_READY): pyproject.toml uv.lock | $(filter .uv/bin/uv,$(UV))
	$(CHECK_PYTHON)
	@UV_PROJECT_ENVIRONMENT=.venv-audit $(UV) sync --frozen --only-group audit --python "$(PYTHON_PATH)" \
	  || { $(call SYNC_BY_PIP,.venv-audit,--only-group audit); }
	@touch $@

$(MUTANT_LIST): $(MUTATED) $(MUTATION)/list_mutants.py $(MUTATION)/mutant_lists.py $(MUTATION)/mutant_scope.py $(MUTATION_READY)
	.venv-mutation/bin/python $(MUTATION)/list_mutants.py --out $@

$(MUTATION_READY): $(MUTATION)/requirements.txt | $(filter .uv/bin/uv,$(UV))
	$(CHECK_PYTHON)
	$(UV) venv --quiet --clear --python "$(PYTHON_PATH)" .venv-mutation
	$(UV) pip install --quiet --python .venv-mutation/bin/python --requirement $<
	@touch $@

$(DOCS_READY): pyproject.toml uv.lock | $(filter .uv/bin/uv,$(UV))
	$(CHECK_PYTHON)
	@UV_PROJECT_ENVIRONMENT=.venv-docs $(UV) sync --frozen --only-group docs --python "$(PYTHON_PATH)" \
	  || { $(call SYNC_BY_PIP,.venv-docs,--only-group docs); }
	@touch $@

.uv/bin/uv:
	$(CHECK_PYTHON)
	$(CHECK_VENV)
	$(PYTHON) -m venv --clear .uv
	.uv/bin/python -m pip install --quiet uv

define CHECK_PYTHON
@$(PYTHON) -c 'import sys; sys.exit(not (3, 10) <= sys.version_info < (3, 14))' || \
  { echo 'error: "$(PYTHON)" is no Python 3.10-3.13; name one, as in: make PYTHON=python3.12' >&2; exit 1; }
endef

define CHECK_VENV
@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
  { echo 'error: "$(PYTHON)" has no venv or ensurepip; install them (python3-venv on Debian and Ubuntu)' \
    'or put uv on the PATH' >&2; exit 1; }
endef

# torch and torchvision in the same versions, from PyTorch's CPU index; without it, the locked build stays.
define CPU_TORCH
$(PY) -c 'import sys, torch; sys.exit(torch.version.cuda is None)' || exit 0; \
$(UV) pip install --python $(PY) --torch-backend cpu --no-deps --reinstall-package torch --reinstall-package torchvision \
  $$($(PY) -c 'from importlib.metadata import version as v; \
    print(*(f"{name}=={v(name).partition(chr(43))[0]}" for name in ("torch", "torchvision")))') || \
echo 'CPU=1: no CPU build of torch can be had here; the locked build stays, which runs on the CPU as well' >&2
endef

# axe-core checks accessibility. It stays outside the repository for its licence (MPL 2.0).
define FETCH_AXE
{ command -v npm >/dev/null && npm install --silent --no-save --no-audit --no-fund --prefix $(BROWSER)/npm axe-core@4.14.1; } || \
echo 'no npm, or no registry for it: the tests of accessibility will be skipped' >&2
endef

# $(call SYNC_BY_PIP,VENV,OPTIONS): a new VENV with what uv.lock names, narrowed by OPTIONS of uv's export.
define SYNC_BY_PIP
echo 'uv could not download what uv.lock names; now pip tries, with the index that it is set up for' >&2 && \
$(PYTHON) -m venv --clear $(1) && \
$(UV) export --frozen --quiet --no-hashes --no-annotate --no-emit-project $(2) --output-file $(1)/requirements.txt && \
$(1)/bin/python -m pip install --no-deps -r $(1)/requirements.txt
endef
