"""One string names a model: `small`, a hub id or folder of a LLaVA-style model, or `openai:URL#MODEL`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from ..garbage import uncollected
from . import adapters, weights
from .precision import fast_bfloat16
from .reliability import Reliability
from .reliability import read as read_reliability

SMALL = "small"
ENDPOINT = "openai:"
LoadIn = Literal["4bit", "8bit"]
_NOT_QUANTISED = ["lm_head", "model.multi_modal_projector"]  # adapters bring a projector of their own, as it is


class ModelError(ValueError):
    """A model that can't be loaded or reached; the message is one line with a fix."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server: its base URL (up to `/v1`) and the model's name there."""

    url: str
    model: str


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A vision-language model in memory with its processor.

    Attributes:
        name: as it was asked for.
        model: the `LlavaForConditionalGeneration` (or a relative), wrapped by peft if it carries adapters.
        processor: its `AutoProcessor`, chat template included.
        version: a short hash or revision, for the record.
        projector_trained: False as long as the projector between pictures and language has its random initial weights.
        reliability: how often it was right about a cue, for the cues on which that was measured.
        adapters: the first 12 hexadecimal digits of the SHA-256 of each adapter's weights, by name.
    """

    name: str
    model: Any
    processor: Any
    version: str
    projector_trained: bool
    reliability: Mapping[str, Reliability] = field(default_factory=dict)
    adapters: Mapping[str, str] = field(default_factory=dict)


def parse_endpoint(name: str) -> Endpoint | None:
    """The endpoint that a name stands for, or None for a local model.

    Raises:
        ModelError: if it begins with `openai:` but lacks the URL or the model.
    """
    if not name.startswith(ENDPOINT):
        return None
    url, _, model = name.removeprefix(ENDPOINT).partition("#")
    if not url.startswith(("http://", "https://")) or not model:
        raise ModelError(f"{name}: an endpoint is named openai:URL#MODEL, as in openai:http://127.0.0.1:8000/v1#llava")
    return Endpoint(url.rstrip("/"), model)


def load(
    name: str = SMALL,
    adapter: Path | None = None,
    load_in: LoadIn | None = None,
    *,
    exact: bool = False,
    bare: bool = False,
) -> LocalModel:
    """Load a local model with its adapters. Only files on this machine are read.

    The weights are bfloat16 on a GPU and float32 on a CPU. `small` is bfloat16 on a CPU too if the processor computes
    in bfloat16, unless `exact` is set.

    Args:
        name: `small`, a hub id or a folder.
        adapter: a folder with adapters to use instead of those that ship for the model; what it lacks is taken from
            these.
        load_in: quantise the weights with bitsandbytes.
        exact: use float32 on a CPU.
        bare: load no adapters.

    Raises:
        ModelError: if the model is not on this machine or is not a LLaVA-style model.
        AdapterError: if the adapters do not fit.
    """
    from transformers.utils import logging as hf_logging

    before = hf_logging.get_verbosity()
    hf_logging.set_verbosity_error()  # notes on loading mean nothing to those who examine pictures
    hf_logging.disable_progress_bar()
    try:
        with uncollected():
            return _load(name, adapter, load_in, exact, bare)
    finally:
        hf_logging.set_verbosity(before)


def _load(name: str, adapter: Path | None, load_in: LoadIn | None, exact: bool, bare: bool) -> LocalModel:
    import torch
    from transformers import AutoModelForImageTextToText, AutoProcessor

    source: str | Path = name
    if name == SMALL:
        source = set_up_small()
    gpu = torch.cuda.is_available()
    low = gpu or (name == SMALL and not exact and fast_bfloat16())
    options: dict[str, Any] = {"dtype": torch.bfloat16 if low else torch.float32, "local_files_only": True}
    if gpu:
        options["device_map"] = device_map(os.environ)
    if load_in is not None:
        options["quantization_config"] = _quantisation(load_in, options["dtype"])
    try:
        processor = AutoProcessor.from_pretrained(source, local_files_only=True)
        model = AutoModelForImageTextToText.from_pretrained(source, **options)
    except (OSError, ValueError, KeyError) as error:
        reason = str(error).splitlines()[0][:160]
        raise ModelError(f"{name}: can't be loaded ({reason}); fetch it with `telltale model setup {name}`") from None
    in_one_piece(model)
    if getattr(processor, "chat_template", None) is None:
        raise ModelError(f"{name}: its processor has no chat template; use a checkpoint in the llava-hf format")
    chosen: Mapping[adapters.AdapterName, Path]
    chosen = {} if bare else adapters.chosen(name, adapter)
    revision = getattr(model.config, "_commit_hash", None)  # of a model from the hub, whose files were not hashed here
    version = weights.digest(source) if isinstance(source, Path) else f"revision:{revision or 'unknown'}"
    return LocalModel(
        name=name,
        model=_in_one_precision(adapters.attach(model.eval(), chosen), None if load_in else options["dtype"]),
        processor=processor,
        version=version,
        projector_trained=name != SMALL or "perceive" in chosen,
        reliability=read_reliability(chosen.get("perceive")),
        adapters={name: adapters.digest(folder) for name, folder in chosen.items()},
    )


def set_up_small() -> Path:
    """The folder of `small`, whose files are as they were set up.

    Raises:
        ModelError: if they aren't, or there are none.
    """
    folder = weights.small_folder()
    if not weights.is_set_up(folder):
        raise ModelError("the model small is not set up or damaged; run `telltale model setup` (285 MB, once)")
    return folder


def device_map(environment: Mapping[str, str]) -> str | dict[str, int]:
    """On which GPUs a model goes: on all of them, or, if a launcher started a process for each, on that of this one."""
    rank = environment.get("LOCAL_RANK")
    return "auto" if rank is None else {"": int(rank)}


def in_one_piece(model: Any) -> None:
    """Make a model copy the states that go into its output layer into one piece of memory.

    A slice at the last position of several rows is not in one piece, and torch would then copy the weights of the whole
    vocabulary for each row: 0.35 s for eight rows of `small`, as much as the rest of the step.
    """
    if (head := model.get_output_embeddings()) is not None:
        head.register_forward_pre_hook(lambda _, inputs: (inputs[0].contiguous(), *inputs[1:]))


def end_tokens(model: LocalModel) -> list[int]:
    """The tokens that end a reply."""
    tokens = model.model.generation_config.eos_token_id
    return tokens if isinstance(tokens, list) else [] if tokens is None else [tokens]


def _in_one_precision(model: Any, dtype: Any) -> Any:
    """A model with its adapters in the precision of the base, so that nothing is converted back and forth."""
    return model if dtype is None else model.to(dtype)


def _quantisation(load_in: LoadIn, dtype: Any) -> Any:
    from transformers import BitsAndBytesConfig

    options: dict[str, Any] = {"llm_int8_skip_modules": _NOT_QUANTISED}
    if load_in == "8bit":
        return BitsAndBytesConfig(load_in_8bit=True, **options)
    options |= {"bnb_4bit_quant_type": "nf4", "bnb_4bit_compute_dtype": dtype}
    return BitsAndBytesConfig(load_in_4bit=True, **options)


def listing() -> list[tuple[str, str, str]]:
    """The models on this machine, for `telltale model list`: (name, state, description)."""
    folder = weights.small_folder()
    state = f"ready in {folder}" if weights.is_set_up(folder) else "not set up: run `telltale model setup`"
    extra = ", ".join(adapters.shipped(SMALL)) or "none shipped yet"
    rows = [(SMALL, state, f"CLIP ViT-B/16 + SmolLM2-135M-Instruct; adapters: {extra}")]
    rows += [(name, "in the Hugging Face cache", "fetched model") for name in _cached_models()]
    return rows


def _cached_models() -> list[str]:
    from huggingface_hub import scan_cache_dir
    from huggingface_hub.errors import CacheNotFound

    try:
        return sorted(repo.repo_id for repo in scan_cache_dir().repos if repo.repo_type == "model")
    except CacheNotFound:
        return []
