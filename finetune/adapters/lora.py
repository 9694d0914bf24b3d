"""LoRA adapters for the two tasks, on any LLaVA-style model: their configuration, the frozen base, and saving.

W' = W + (alpha / r) · B A, with A [r, in] random and B [out, r] zero, so that a fresh adapter changes nothing
(Hu et al., "LoRA", 2021).
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from ...agent.file_bytes import write_whole
from ...agent.perception.adapters import AdapterName
from ...agent.perception.precision import fast_bfloat16

WEIGHTS = "adapter_model.safetensors"  # the name by which peft finds an adapter's weights
# Regular expressions over full module names: a bare list of names such as q_proj would match in both towers.
_LANGUAGE = r".*language_model.*\.(q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj)"
_VISION = r".*vision_tower.*\.(q_proj|k_proj|v_proj|out_proj|fc1|fc2)"
_PROJECTOR = r".*multi_modal_projector\.linear_[12]"


def lora_config(
    name: AdapterName, r: int = 16, alpha: int = 32, *, whole_projector: bool = False, tower: bool = True
) -> Any:
    """The `peft.LoraConfig` of an adapter.

    Args:
        name: `perceive` adapts the vision tower, the projector and the language model; `explain` only the last.
        r: rank.
        alpha: scale; the update is multiplied by alpha / r.
        whole_projector: train and keep a copy of the projector instead of LoRA on it.
        tower: whether `perceive` adapts the vision tower.

    Raises:
        ValueError: if the rank is not positive.
    """
    from peft import LoraConfig

    if r < 1:
        raise ValueError(f"the rank of a LoRA adapter must be 1 or more, not {r}")
    parts, kept = [_LANGUAGE], None
    if name == "perceive":
        parts += [*([_VISION] if tower else []), *([] if whole_projector else [_PROJECTOR])]
        kept = ["multi_modal_projector"] if whole_projector else None
    targets = f"({'|'.join(parts)})"
    return LoraConfig(r=r, lora_alpha=alpha, target_modules=targets, modules_to_save=kept, task_type="CAUSAL_LM")


def is_quantised(model: Any) -> bool:
    """Whether bitsandbytes holds the weights of a bare model in 4 or 8 bits."""
    return bool(getattr(model, "is_loaded_in_4bit", False) or getattr(model, "is_loaded_in_8bit", False))


def prepare_base(model: Any, *, gradient_checkpointing: bool = False) -> None:
    """Make the frozen weights of a bare model ready for training, in place.

    Quantised weights are prepared by peft. Others become bfloat16 on a processor that computes in it.
    """
    import torch
    from peft import prepare_model_for_kbit_training

    if is_quantised(model):
        checkpointing = {"use_reentrant": False}  # the way that torch recommends
        prepare_model_for_kbit_training(model, gradient_checkpointing, checkpointing)
    elif model.device.type == "cpu" and fast_bfloat16():
        model.to(torch.bfloat16)


def learn_in_float32(model: Any) -> None:
    """Keep everything that is trained in float32.

    Peft does this for fresh LoRA matrices, but not for a copy of the projector or for an adapter that was there.
    """
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()


def save(wrapped: Any, name: AdapterName, folder: Path, base: str, loaded_as: str = "") -> Path:
    """Write an adapter to `folder/NAME` in peft's format, with its tensors in half precision.

    Args:
        wrapped: the trained model.
        name: which of the two adapters it is.
        folder: where it goes.
        base: the name of the base model for the adapter's configuration, so that no local path gets into it.
        loaded_as: the name of the adapter in the model, if it is not `name`.

    Returns:
        The folder of the adapter.
    """
    from peft import get_peft_model_state_dict
    from safetensors.torch import save as serialised

    place, inside = folder / name, loaded_as or name
    tensors = get_peft_model_state_dict(wrapped, adapter_name=inside, save_embedding_layers=False)
    config = copy.copy(wrapped.peft_config[inside])
    config.base_model_name_or_path, config.inference_mode = base, True
    config.save_pretrained(str(place))
    halves = {key: value.half().contiguous() for key, value in tensors.items()}
    write_whole(place / WEIGHTS, serialised(halves, {"format": "pt"}))  # safetensors itself hides errors of the disk
    return place
