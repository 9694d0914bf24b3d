"""Loading `small` in a thread of its own, while a picture is being measured already."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from threading import Thread

from ..garbage import uncollected
from .adapters import without_bitsandbytes
from .models import set_up_small

# What the model is made of and what loads it. Two threads must not import one library for the first time at once.
LIBRARIES = (
    "transformers.models.auto.processing_auto",
    "transformers.models.llava.modeling_llava",
    "transformers.models.llava.processing_llava",
    "transformers.models.llama.modeling_llama",
    "transformers.models.clip.modeling_clip",
    "transformers.models.clip.image_processing_pil_clip",
    "transformers.generation.utils",
)


def begin(load: Callable[[], object]) -> None:
    """Import what the model needs, then have a thread load it.

    Args:
        load: loads `small` and keeps it, and makes whoever calls it meanwhile wait. What it raises in the thread it
            raises again when the model is needed.

    Raises:
        ModelError: if `small` is not set up, or damaged.
    """
    set_up_small()
    with uncollected():
        for name in LIBRARIES:
            import_module(name)
        with without_bitsandbytes():
            import_module("peft.utils.transformers_weight_conversion")

    def work() -> None:
        with suppress(Exception):  # of loading, and of a program that ends meanwhile
            load()

    Thread(target=work, name="loads the model").start()
