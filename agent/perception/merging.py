"""Adapters merged into their base: W' = W + (alpha / r) · B A, so that writing costs what the bare model costs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .adapters import AdapterError, AdapterName, present
from .blocked_weights import blocked
from .models import LocalModel, ModelError, in_one_piece

LARGEST = 1_000_000_000  # parameters of a language model up to which a second, merged copy is kept in memory


def writer(model: LocalModel, adapter: AdapterName) -> Any | None:
    """A copy of the language model with one adapter merged, as a causal language model of its own.

    Weights that the adapter does not change are shared with the model. None if the adapter is absent, or if the model
    is quantised or large; the adapter is then switched on for each call instead.
    """
    import torch
    from peft.tuners.lora import LoraLayer
    from transformers import AutoModelForCausalLM

    if adapter not in present(model.model):
        return None
    inner = model.model.get_base_model()
    config = inner.config.get_text_config()
    language = inner.model.language_model
    size = sum(parameter.numel() for parameter in language.parameters())
    if size > LARGEST or getattr(inner, "is_quantized", False):
        return None
    state = {}
    with torch.no_grad():
        for name, value in language.state_dict().items():
            if ".lora_" not in name:
                state[f"model.{name.replace('.base_layer', '')}"] = value
        for name, module in language.named_modules():
            if isinstance(module, LoraLayer) and adapter in module.lora_A:
                key = f"model.{name}.weight"
                delta = module.get_delta_weight(adapter).float()  # type: ignore[attr-defined]
                state[key] = (state[key].float() + delta).to(state[key].dtype)
    state["lm_head.weight"] = inner.lm_head.weight.detach()
    with torch.device("meta"):
        merged = AutoModelForCausalLM.from_config(config, dtype=inner.dtype)
    merged.load_state_dict(state, assign=True, strict=False)
    merged.model.rotary_emb = language.rotary_emb  # its buffers are computed, not stored
    merged.generation_config = inner.generation_config
    in_one_piece(merged)
    return blocked(merged.eval())


def save_merged(model: LocalModel, names: Sequence[AdapterName], folder: Path) -> None:
    """Write a checkpoint in plain Hugging Face format with the adapters merged into it.

    Args:
        model: loaded in full precision, with its adapters.
        names: those to merge, on top of each other.
        folder: where to; must not hold a checkpoint yet.

    Raises:
        AdapterError: if an adapter is absent.
        ModelError: if the folder holds a checkpoint, or the model is quantised.
    """
    there = present(model.model)
    if missing := [name for name in names if name not in there]:
        raise AdapterError(f"{model.name} carries no adapter {', '.join(missing)}; it has {', '.join(there) or 'none'}")
    if (folder / "config.json").exists():
        raise ModelError(f"{folder}: this folder already holds a checkpoint; choose another one")
    if getattr(model.model.get_base_model(), "is_quantized", False):
        raise ModelError("a quantised model can't be merged; leave out --load-in")
    model.model.base_model.set_adapter(list(names))
    merged = model.model.merge_and_unload(adapter_names=list(names))
    merged.save_pretrained(folder, safe_serialization=True)
    model.processor.save_pretrained(folder)
    note = {"base": model.name, "version": model.version, "adapters": {name: model.adapters[name] for name in names}}
    (folder / "merged.json").write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
