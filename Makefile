# Everything here works on a clean clone: the first call of a target sets up what it needs, the next finds it ready.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV   ?= .venv
IMAGE  ?=
# Where pip finds torch's CPU build first, if your pip does not: see the README.
TORCH_INDEX ?=

BIN   := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP   := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: install weights examine chat test slow lint docs format clean

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

# The site's reference is read from the sources, found under the name that they install as.
docs: install
	@mkdir -p build/docs-src/telltale
	@for folder in agent eval finetune prompts; do ln -sfn ../../../$$folder build/docs-src/telltale/$$folder; done
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

format: install
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

clean:
	rm -rf $(VENV) build dist *.egg-info
