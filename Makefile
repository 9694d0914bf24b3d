# Everything here works on a clean clone: the first call of a target sets up what it needs, the next finds it ready.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV   ?= .venv
IMAGE  ?=
# Where pip finds torch's CPU build first, if your pip does not: see the README.
TORCH_INDEX ?=

BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed
# Modules are compiled when they are first imported: of most packages few ever are.
PIP   := $(BIN)/python -m pip --disable-pip-version-check install --quiet --no-compile --constraint constraints.txt

.PHONY: install weights examine chat test slow lint docs format release tried clean

install: $(STAMP)

# torch goes first and by its exact version, so that no dependency pulls in a larger build.
$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) "$$(grep '^torch==' constraints.txt)"
	$(PIP) --editable '.[dev]'
	@touch $@

weights: install
	@$(BIN)/telltale model setup

examine: weights
	@$(BIN)/telltale examine $(if $(IMAGE),"$(IMAGE)","$$($(BIN)/python -c 'import gradio, pathlib; print(pathlib.Path(gradio.__file__).parent / "media_assets/images/tower.jpg")')")

chat: weights
	@$(BIN)/telltale chat

# Two workers, whatever the machine has: each holds the models that its tests use (about 4 GB).
test: weights
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

slow: weights
	$(BIN)/python -m pytest -m slow

lint: install docs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/pyright
	$(BIN)/lint-imports

# The site's reference is read from the sources, found under the name that they install as. With --quiet a warning would
# not count, and --strict would let a broken link pass.
docs: install
	@mkdir -p build/docs-src/telltale
	@for folder in agent eval finetune prompts; do ln -sfn ../../../$$folder build/docs-src/telltale/$$folder; done
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# What would be published, tried as a user would: built, installed by pip and by uv into environments of their own, and
# used on a picture from another folder. Nothing is sent anywhere. PyPI's torch for Linux comes with CUDA: 12 GB in all.
RELEASE := build/release
release: weights
	rm -rf dist $(RELEASE) && mkdir -p dist $(RELEASE)
	$(BIN)/python -m build --outdir dist
	$(BIN)/twine check --strict dist/*
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header --constraint constraints.txt \
		--output-file dist/requirements-hashed.txt pyproject.toml
	$(PYTHON) -m venv $(RELEASE)/pip
	$(RELEASE)/pip/bin/python -m pip install --quiet --require-hashes --requirement dist/requirements-hashed.txt
	$(RELEASE)/pip/bin/python -m pip install --quiet --no-deps dist/*.whl
	$(BIN)/uv venv --quiet $(RELEASE)/uv
	$(BIN)/uv pip install --quiet --python $(RELEASE)/uv --constraint constraints.txt dist/*.whl
	for tool in pip uv; do $(MAKE) --no-print-directory tried TRIED=$(abspath $(RELEASE))/$$tool/bin || exit 1; done
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible $(RELEASE)/pip \
		--output-file dist/telltale.cdx.json
	$(BIN)/python tests/bill_of_materials.py dist/telltale.cdx.json dist/requirements-hashed.txt $(RELEASE)/pip
	cd dist && sha256sum * > SHA256SUMS && cat SHA256SUMS

# The weights are those that `make weights` fetched; TELLTALE_CACHE names another folder.
tried:
	cd $(RELEASE) && $(TRIED)/telltale --version && $(TRIED)/telltale doctor && $(TRIED)/telltale model setup
	cd $(RELEASE) && $(TRIED)/telltale --help > /dev/null
	cd $(RELEASE) && $(TRIED)/telltale examine \
		"$$($(TRIED)/python -c 'import gradio, pathlib; print(pathlib.Path(gradio.__file__).parent / "media_assets/images/tower.jpg")')"

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist *.egg-info
