"""Marks that single makers and states prescribe for generated pictures.

China's label (GB 45438-2025, `AIGC`), IPTC's fields on AI (Photo Metadata Standard 2025.1), Samsung's note of an edit
by Galaxy AI, xAI's signature, and Midjourney's number of a job.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ...foreign import Foreign
from ..contents import Contents, Field, Place
from .named_fields import NamedFields, key, number

Label = Literal["generated", "possible", "suspected", "unknown"]

_LOOKED_AT = 4_000  # characters of a text in which a label is sought
_LABELS: dict[str, Label] = {
    "1": "generated", "true": "generated", "yes": "generated", "aigc": "generated", "2": "possible", "3": "suspected",
}  # fmt: skip
_LABEL_KEYS = {
    "Label",
    "ContentProducer",
    "ProduceID",
    "ContentPropagator",
    "PropagateID",
    "ReservedCode1",
    "ReservedCode2",
}
_LABEL = re.compile(r"Label[\"']?\s{0,4}[:=]\s{0,4}[\"']?(\w{1,20})")
_PRODUCER = re.compile(r"ContentProducer[\"']?\s{0,4}[:=]\s{0,4}[\"']?([^\"',}\n]{1,100})")
_SIGNATURE = re.compile(r"Signature:\s{0,3}[A-Za-z0-9+/=_-]{64,4000}\s*")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_GEN_AI = re.compile(r"genAIType\\{0,3}[\"']?\s{0,4}[:=]\s{0,4}\\{0,3}[\"']?(-?\d{1,6})")
_JOB = "Job ID:"
_SAID_NOTHING = {"", "none", "no", "n/a", "na", "null", "false", "-", "0", "not applicable", "no ai", "no ai used"}
_AI_FIELDS = ("AISystemUsed", "AISystemVersionUsed", "AIPromptInformation", "AIPromptWriterName")
_DESCRIPTIONS: tuple[tuple[Place, tuple[str, ...]], ...] = (
    ("PNG", ("Description",)),
    ("XMP", ("description",)),
    ("EXIF", ("ImageDescription", "UserComment")),
    ("IPTC", ("caption", "caption/abstract", "description")),
)


class StateLabel(NamedTuple):
    """China's label: where it stands, what it says, and the code of the service that made the picture."""

    place: Place
    says: Label
    producer: Foreign | None


class AiFields(NamedTuple):
    """IPTC's fields on AI: the system, its version and the prompt, as far as they are given."""

    place: Place
    system: Foreign | None
    version: Foreign | None
    prompt: Foreign | None


def state_label(contents: Contents) -> StateLabel | None:
    """China's label, from a field `AIGC` or from JSON with that name; None if there is none."""
    found: list[StateLabel] = []
    for field in contents.fields[:20_000]:
        text = _label_text(field)
        if text is not None and (label := _read_label(field.place, text)) is not None:
            found.append(label)
    strength: dict[Label, int] = {"generated": 0, "suspected": 1, "possible": 2, "unknown": 3}
    return min(found, key=lambda label: strength[label.says], default=None)


def _label_text(field: Field) -> str | None:
    """The part of a field in which the label's content would stand; None if this is no label."""
    text = field.value.raw[:_LOOKED_AT]
    if key(field.name) in ("aigc", "aigclabel", "tc260aigc"):
        return text
    if field.name == "Label" and any("AIGC" in step for step in field.path):
        return f"Label: {text}"
    if field.place in ("EXIF", "PNG", "comment", "container", "XMP", "IPTC") and "{" in text[:80]:
        at = text.find("AIGC", 0, 80)
        if at >= 0 and "Label" in text[at : at + 400]:
            return text[min(at, text.index("{")) :]
        if "ContentProducer" in text and "ProduceID" in text:
            return text
    return None


def _read_label(place: Place, text: str) -> StateLabel | None:
    start = text.find("{")
    if start >= 0:
        try:
            data, _ = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            data = None
        if isinstance(data, dict):
            inner = data.get("AIGC", data)
            if isinstance(inner, str):
                return _read_label(place, inner[:_LOOKED_AT]) if inner != text else None
            if isinstance(inner, dict) and _LABEL_KEYS & inner.keys():
                producer = str(inner.get("ContentProducer") or "")
                says = _LABELS.get(str(inner.get("Label", "")).strip().casefold(), "unknown")
                return StateLabel(place, says, Foreign(producer) if producer.strip() else None)
    match, producer = _LABEL.search(text), _PRODUCER.search(text)
    if match is None and producer is None:
        bare = _LABELS.get(text.strip().casefold())
        return StateLabel(place, bare, None) if bare else None
    says = _LABELS.get(match.group(1).casefold(), "unknown") if match else "unknown"
    return StateLabel(place, says, Foreign(producer.group(1)) if producer else None)


def ai_fields(fields: NamedFields) -> AiFields | None:
    """IPTC's fields on AI, if one of them says something."""
    for place in ("XMP", "IPTC", "PNG", "EXIF", "container"):
        texts = [fields.first(place, name) for name in _AI_FIELDS]
        system, version, prompt, writer = (
            text if text is not None and text.raw.strip().casefold() not in _SAID_NOTHING else None for text in texts
        )
        if system or version or prompt or writer:
            return AiFields(place, system, version, prompt)
    return None


def galaxy_ai(contents: Contents) -> bool:
    """Whether Samsung's editor noted that generative AI took part: `genAIType` other than 0.

    Samsung does not document the note; it stands in the editor's data behind the picture.
    """
    for field in contents.fields[:20_000]:
        if field.place not in ("container", "EXIF", "comment", "XMP"):
            continue
        name, text = key(field.name), field.value.raw
        if name == "genaitype":
            if number(text):
                return True
        elif "reeditdata" in name or field.place == "container":
            at = text.find("genAIType")
            if at >= 0 and (match := _GEN_AI.match(text, at)) is not None and int(match.group(1)):
                return True
    return False


def grok_signature(fields: NamedFields) -> bool:
    """Whether EXIF holds the pair that xAI's Grok writes: a signature as the description, a UUID as the artist."""
    description, artist = fields.first("EXIF", "ImageDescription"), fields.first("EXIF", "Artist")
    if description is None or artist is None or len(description.raw) > 5_000:
        return False
    signed = _SIGNATURE.fullmatch(description.raw.strip("\0 \r\n")) is not None
    return signed and _UUID.fullmatch(artist.raw.strip("\0 \r\n")[:64]) is not None


def midjourney_job(fields: NamedFields) -> tuple[Place, Foreign] | None:
    """The description that Midjourney writes, which ends with the number of a job; None if there is none."""
    for place, text in _descriptions(fields):
        at = text.raw.rfind(_JOB, max(0, len(text.raw) - 400))
        if at >= 0 and _UUID.fullmatch(text.raw[at + len(_JOB) :].strip("\0 \r\n.")[:64]):
            return place, text
    return None


def _descriptions(fields: NamedFields) -> Iterator[tuple[Place, Foreign]]:
    for place, names in _DESCRIPTIONS:
        for field in fields.all(place, *names)[:20]:
            yield place, field.value
