"""Fresh LoRA adapters for the two tasks, on any LLaVA-style model.

W' = W + (alpha / r) · B A, with A [r, in] random and B [out, r] zero, so that a fresh adapter changes nothing
(Hu et al., "LoRA", 2021).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...agent.perception.adapters import CONFIG, AdapterName

# Regular expressions over full module names: a bare list of names such as q_proj would hit both towers.
_LANGUAGE = r".*language_model.*\.(q_proj|k_proj|v_proj|o_proj|gate_proj|up_proj|down_proj)"
_VISION = r".*vision_tower.*\.(q_proj|k_proj|v_proj|out_proj|fc1|fc2)"
_PROJECTOR = r".*multi_modal_projector\.linear_[12]"


def lora_config(
    name: AdapterName, r: int = 16, alpha: int = 32, *, whole_projector: bool = False, tower: bool = True
) -> Any:
    """The `peft.LoraConfig` of an adapter.

    Args:
        name: `perceive` adapts the vision tower, the projector and the language model; `explain` the last alone.
        r: rank.
        alpha: scale; the update is multiplied by alpha / r.
        whole_projector: train and keep a copy of the projector instead of LoRA on it.
        tower: whether `perceive` adapts the vision tower.

    Raises:
        ValueError: if the rank is not positive.
    """
    from peft import LoraConfig

    if r < 1:
        raise ValueError(f"the rank of a LoRA adapter is 1 or more, not {r}")
    parts, kept = [_LANGUAGE], None
    if name == "perceive":
        parts += [*([_VISION] if tower else []), *([] if whole_projector else [_PROJECTOR])]
        kept = ["multi_modal_projector"] if whole_projector else None
    targets = f"({'|'.join(parts)})"
    return LoraConfig(r=r, lora_alpha=alpha, target_modules=targets, modules_to_save=kept, task_type="CAUSAL_LM")


def create(model: Any, name: AdapterName, folder: Path, **options: Any) -> Path:
    """Put a fresh adapter on a bare model and save it as `folder/NAME`; the model is left with the adapter on.

    Raises:
        ValueError: if the model has no module that the adapter targets.
    """
    from peft import get_peft_model

    wrapped = get_peft_model(model, lora_config(name, **options), adapter_name=name)
    wrapped.save_pretrained(str(folder), selected_adapters=[name])
    return folder / name


def learn_in_float32(model: Any) -> None:
    """Keep what is trained in float32, whatever the base computes in."""
    for parameter in model.parameters():
        if parameter.requires_grad:
            parameter.data = parameter.data.float()


def save(wrapped: Any, name: AdapterName, folder: Path, base: str, loaded_as: str = "") -> Path:
    """Write an adapter as `folder/NAME` in peft's format, its tensors in half precision.

    Args:
        wrapped: the trained model.
        name: which of its adapters.
        folder: where to.
        base: the name of the base model, for the adapter's configuration; not the folder that it lies in here.
        loaded_as: `default` where the adapter is called so in the model.
    """
    from safetensors.torch import load_file, save_file

    place = folder / name
    into = place if loaded_as == "default" else folder  # peft gives every other adapter a folder of its own
    form = into / "README.md"  # peft writes an empty one, which names the folder of the base
    kept = form.read_bytes() if form.exists() else None
    wrapped.save_pretrained(str(into), selected_adapters=[loaded_as or name])
    form.unlink(missing_ok=True)
    if kept is not None:
        form.write_bytes(kept)
    file = place / "adapter_model.safetensors"
    tensors = {key: value.half() for key, value in load_file(file).items()}
    save_file(tensors, file, {"format": "pt"})
    settings = place / CONFIG
    changed = {**json.loads(settings.read_text(encoding="utf-8")), "base_model_name_or_path": base}
    settings.write_text(json.dumps(changed, indent=1) + "\n", encoding="utf-8")
    return place
