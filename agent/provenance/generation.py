"""Generation parameters that image generators write into their files.

Text chunks of PNG, the EXIF user comment of JPEG and WebP, and the least significant bits of the alpha channel
("stealth" parameters). Formats: AUTOMATIC1111 and its forks, ComfyUI, InvokeAI, NovelAI, Fooocus.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..evidence import Evidence
from ..intake import Exhibit
from ..sentences import Sentence
from ..text import one_line
from .vocabulary import forgeable

SOURCE = "parameters"
Program = Literal["AUTOMATIC1111", "ComfyUI", "Fooocus", "InvokeAI", "NovelAI"]
_A1111 = re.compile(r"\bSteps: \d+, .*\b(Sampler|CFG scale|Seed): ", re.DOTALL)
_STEALTH = {b"stealth_pnginfo": False, b"stealth_pngcomp": True}  # signature -> is the text compressed?
_STEALTH_LIMIT = 1 << 20

PARAMETERS = Sentence("generation.parameters", "The file holds generation parameters of {program} ({place}): {detail}.")
CAVEAT = Sentence(
    "generation.caveat", "A real picture that was only upscaled or retouched in such a program carries the same text."
)
PROMPT = Sentence("generation.prompt", "prompt “{prompt}”")
WORKFLOW = Sentence("generation.workflow", "a workflow of {count} nodes, among them {nodes}")
TEXT_CHUNKS = Sentence("generation.text_chunks", "text chunks")
FILE_COMMENT = Sentence("generation.file_comment", "file comment")
EXIF = Sentence("generation.exif", "EXIF")
ALPHA = Sentence("generation.alpha", "hidden in the alpha channel")


def read(exhibit: Exhibit) -> list[Evidence]:
    """One piece of evidence for each program whose parameters the file carries."""
    evidence: dict[Program, Evidence] = {}
    for place, texts in _places(exhibit):
        program, detail = recognise(texts)
        if program is not None and program not in evidence:
            statement = PARAMETERS(program=program, place=place(), detail=detail)
            evidence[program] = forgeable(SOURCE, statement, "synthetic", CAVEAT())
    return list(evidence.values())


def recognise(texts: dict[str, str]) -> tuple[Program | None, str]:
    """Name the program that wrote these key-value texts, with a short detail; (None, "") if it is none of the five.

    Args:
        texts: text chunks by key; a text without a key stands under "".
    """
    if "invokeai_metadata" in texts or "sd-metadata" in texts or "Dream" in texts or "invokeai_graph" in texts:
        text = texts.get("invokeai_metadata") or texts.get("sd-metadata") or texts.get("Dream", "")
        return "InvokeAI", _prompt(text)
    if texts.get("Software") == "NovelAI" or ("Comment" in texts and "Stable Diffusion" in texts.get("Source", "")):
        return "NovelAI", _prompt(texts.get("Description") or texts.get("Comment", ""))
    if "fooocus_scheme" in texts:
        return "Fooocus", _prompt(texts.get("parameters", ""))
    for key in ("prompt", "workflow", ""):
        data = _json(texts.get(key, ""))
        nodes = data.get("nodes") if isinstance(data.get("nodes"), list) else list(data.values())
        if any(isinstance(n, dict) and ("class_type" in n or "type" in n) for n in nodes or []):
            return "ComfyUI", _workflow(nodes or [])
    for key in ("parameters", "", "UserComment", "Comment", "Description"):
        text = texts.get(key, "")
        if _A1111.search(text):
            return "AUTOMATIC1111", _prompt(text)
        if key == "parameters" and {"steps", "base_model"} & _json(text).keys():
            return "Fooocus", _prompt(text)
    return None, ""


def _prompt(text: str) -> str:
    data = _json(text)
    prompt = data.get("prompt") or data.get("positive_prompt") or data.get("Prompt") or text
    return PROMPT(prompt=one_line(prompt, 80))


def _workflow(nodes: list[Any]) -> str:
    kinds = [str(n.get("class_type") or n.get("type")) for n in nodes if isinstance(n, dict)]
    telling = [k for k in kinds if "Sampler" in k or "Loader" in k] or kinds
    return WORKFLOW(count=len(kinds), nodes=one_line(", ".join(sorted(set(telling))), 80))


def _json(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _places(exhibit: Exhibit) -> Iterator[tuple[Sentence, dict[str, str]]]:
    """Each place in the file that may hold parameters, and its texts by key."""
    chunks = {key: value for key, value in exhibit.info.items() if isinstance(key, str) and isinstance(value, str)}
    if chunks:
        yield TEXT_CHUNKS, chunks
    if isinstance(comment := exhibit.info.get("comment"), bytes):
        yield FILE_COMMENT, {"": comment.decode("utf-8", "replace")}
    if texts := _exif_texts(exhibit):
        yield EXIF, texts
    if exhibit.alpha is not None and (hidden := read_stealth(exhibit.alpha)):
        data = _json(hidden)
        yield ALPHA, {"": hidden, **{k: str(v) for k, v in data.items()}}


def _exif_texts(exhibit: Exhibit) -> dict[str, str]:
    """User comment, description and maker fields of EXIF; into WebP, ComfyUI writes `Prompt:{…}` and `Workflow:{…}`."""
    from PIL import ExifTags, Image

    try:
        with Image.open(io.BytesIO(exhibit.data)) as image:
            exif = image.getexif()
            shot = exif.get_ifd(ExifTags.IFD.Exif)
    except Exception:  # a broken EXIF block holds no parameters
        return {}
    texts = {"UserComment": _user_comment(shot.get(ExifTags.Base.UserComment, b""))}
    for tag in (ExifTags.Base.ImageDescription, ExifTags.Base.Make, ExifTags.Base.Model):
        text = str(exif.get(tag, ""))
        head, _, body = text.partition(":")
        if head.lower() in ("prompt", "workflow"):
            texts[head.lower()] = body
        elif tag == ExifTags.Base.ImageDescription:
            texts["Description"] = text
    return {key: text for key, text in texts.items() if text}


def _user_comment(raw: bytes | str) -> str:
    """Decode an EXIF user comment: eight bytes name the character code, then the text follows."""
    if isinstance(raw, str):
        return raw.removeprefix("UNICODE").strip("\x00")
    code, body = raw[:8], raw[8:]
    if code.startswith(b"UNICODE"):
        # The standard does not fix the byte order, but the zero bytes of Latin text reveal it.
        big = body[:1] == b"\x00" or body[0::2].count(0) > body[1::2].count(0)
        return body.decode("utf-16-be" if big else "utf-16-le", "replace").strip("\x00")
    return (body if code.startswith((b"ASCII", b"\x00" * 8)) else raw).decode("utf-8", "replace").strip("\x00")


def read_stealth(alpha: NDArray[np.uint8]) -> str | None:
    """Text hidden in the lowest bit of the alpha channel, column by column: signature, 32-bit length, text.

    Args:
        alpha: uint8 [H, W].

    Returns:
        The text, or None if there is no such signature, or if the text is damaged or longer than 1 MiB.
    """
    head = np.packbits(alpha.T.reshape(-1)[: (15 + 4) * 8] & 1).tobytes()
    signature, length = head[:15], int.from_bytes(head[15:19], "big")
    if signature not in _STEALTH or length == 0 or length > alpha.size or length > _STEALTH_LIMIT * 8:
        return None
    start = 19 * 8
    body = np.packbits(alpha.T.reshape(-1)[start : start + length] & 1).tobytes()
    try:
        if _STEALTH[signature]:
            with gzip.open(io.BytesIO(body)) as packed:
                body = packed.read(_STEALTH_LIMIT)  # limited, since a small file can inflate to gigabytes
        return body.decode("utf-8", "replace")
    except (OSError, EOFError, zlib.error):
        return None
