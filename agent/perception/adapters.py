"""Two LoRA adapters on one base: `perceive` to look and `explain` to write. Each may be absent.

An adapter is a folder in peft's format.
"""

from __future__ import annotations

import hashlib
import logging
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

AdapterName = Literal["perceive", "explain"]
ADAPTERS: tuple[AdapterName, ...] = ("perceive", "explain")
CONFIG = "adapter_config.json"


class AdapterError(ValueError):
    """A folder without an adapter for this model; the message is one line with a fix."""


def shipped(model: str) -> dict[AdapterName, Path]:
    """The adapters that ship with the package for a model, by name."""
    with as_file(files("telltale.agent.models")) as root:
        return {name: root / model / name for name in ADAPTERS if (root / model / name / CONFIG).exists()}


def find(folder: Path) -> dict[AdapterName, Path]:
    """The adapters in a folder: in its subfolders `perceive` and `explain`, or in the folder itself, as `perceive`.

    Raises:
        AdapterError: if there is none.
    """
    in_subfolders: dict[AdapterName, Path] = {
        name: folder / name for name in ADAPTERS if (folder / name / CONFIG).exists()
    }
    if in_subfolders:
        return in_subfolders
    if (folder / CONFIG).exists():
        return {"perceive": folder}
    wanted = f"{CONFIG}, perceive/{CONFIG} or explain/{CONFIG}"
    raise AdapterError(f"{folder}: no adapter in this folder; it should hold {wanted}")


def chosen(model: str, folder: Path | None) -> dict[AdapterName, Path]:
    """The adapters of a folder, and for those that it lacks the ones that ship for the model.

    Raises:
        AdapterError: if a folder is given and holds none.
    """
    return shipped(model) if folder is None else {**shipped(model), **find(folder)}


def completed(model: str, folder: Path) -> list[AdapterName]:
    """The names of the adapters that a folder lacks and that are taken from those that ship for the model.

    Raises:
        AdapterError: if the folder holds no adapter.
    """
    return [name for name in shipped(model) if name not in find(folder)]


def digest(folder: Path) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of an adapter's weights, whichever format they are in."""
    files = sorted(folder.glob("adapter_model.*"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def attach(model: Any, adapters: Mapping[AdapterName, Path]) -> Any:
    """Load adapters onto a model, none of them active. Without adapters the model is returned as it is.

    Raises:
        AdapterError: if one does not fit the model.
    """
    if not adapters:
        return model
    # bitsandbytes warns that it can't fetch a kernel that is not needed here
    logging.getLogger("bitsandbytes.backends.cpu.ops").setLevel(logging.ERROR)
    with without_bitsandbytes(), warnings.catch_warnings():
        from peft import PeftModel

        warnings.simplefilter("ignore", FutureWarning)  # peft calls a deprecated function of transformers
        for name, folder in adapters.items():
            try:
                if isinstance(model, PeftModel):
                    model.load_adapter(str(folder), adapter_name=name)
                else:
                    model = PeftModel.from_pretrained(model, str(folder), adapter_name=name)
            except (ValueError, RuntimeError, OSError) as error:
                reason = str(error).splitlines()[0][:200]
                raise AdapterError(
                    f"{folder}: the adapter does not fit this model ({reason}); choose another --adapter"
                ) from None
    return model.eval()


@contextmanager
def without_bitsandbytes() -> Iterator[None]:
    """Let peft take bitsandbytes for missing, unless it is loaded, as it is where a model is quantised.

    peft asks for it to look whether a layer is quantised, and loading it takes as long as a third of all libraries.
    """
    if "bitsandbytes" in sys.modules:
        yield
        return
    sys.modules["bitsandbytes"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["bitsandbytes"]
        from peft import import_utils

        for asked in (import_utils.is_bnb_available, import_utils.is_bnb_4bit_available):
            asked.cache_clear()  # a model that is loaded later may be quantised


def present(model: Any) -> tuple[str, ...]:
    """The names of the adapters that a model carries. This does not import peft, which a bare base does not need."""
    return tuple(getattr(model, "peft_config", None) or ())


@contextmanager
def using(model: Any, *names: AdapterName | None) -> Iterator[bool]:
    """Run a block with these adapters on top of each other; with the bare base if the model carries none of them.

    Yields:
        Whether any of them is active.
    """
    there = present(model)
    active = [name for name in names if name in there]
    if active:
        model.base_model.set_adapter(active)
        yield True
    elif there:
        with model.disable_adapter():
            yield False
    else:
        yield False
