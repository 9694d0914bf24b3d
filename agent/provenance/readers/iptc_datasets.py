"""IPTC-IIM: captions, credits and programs that agencies and editors write (IPTC Information Interchange Model 4.2)."""

from __future__ import annotations

from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Field
from .reading import MAX_TEXT, Block, Reading, decoded

MAX_DATASETS = 2_000
_UTF8 = b"\x1b%G"
# Names of the datasets of records 1 and 2, from IIM 4.2.
NAMES = {
    (1, 0): "envelope record version", (1, 5): "destination", (1, 20): "file format", (1, 30): "service identifier",
    (1, 40): "envelope number", (1, 50): "product id", (1, 60): "envelope priority", (1, 70): "date sent",
    (1, 80): "time sent", (1, 90): "coded character set", (1, 100): "uno",
    (2, 0): "record version", (2, 3): "object type reference", (2, 4): "object attribute reference",
    (2, 5): "object name", (2, 7): "edit status", (2, 8): "editorial update", (2, 10): "urgency",
    (2, 12): "subject reference", (2, 15): "category", (2, 20): "supplemental category",
    (2, 22): "fixture identifier", (2, 25): "keywords", (2, 26): "content location code",
    (2, 27): "content location name", (2, 30): "release date", (2, 35): "release time", (2, 37): "expiration date",
    (2, 38): "expiration time", (2, 40): "special instructions", (2, 42): "action advised",
    (2, 45): "reference service", (2, 47): "reference date", (2, 50): "reference number", (2, 55): "date created",
    (2, 60): "time created", (2, 62): "digital creation date", (2, 63): "digital creation time",
    (2, 65): "originating program", (2, 70): "program version", (2, 75): "object cycle", (2, 80): "by-line",
    (2, 85): "by-line title", (2, 90): "city", (2, 92): "sub-location", (2, 95): "province/state",
    (2, 100): "country/primary location code", (2, 101): "country/primary location name",
    (2, 103): "original transmission reference",
    (2, 105): "headline", (2, 110): "credit", (2, 115): "source", (2, 116): "copyright notice", (2, 118): "contact",
    (2, 120): "caption/abstract", (2, 122): "writer/editor", (2, 125): "rasterized caption", (2, 130): "image type",
    (2, 131): "image orientation", (2, 135): "language identifier",
}  # fmt: skip
_NUMBERS = {(1, 0), (1, 20), (2, 0)}

BROKEN = Sentence("iptc_datasets.broken", "The IPTC record breaks off or is damaged.")
TOO_MANY = Sentence("iptc_datasets.too_many", "Only the first {limit} IPTC datasets were read.")


def read(block: Block) -> Reading:
    """Every dataset of an IPTC-IIM block."""
    data, at, raw, broken = block.data, 0, [], False
    while at < len(data) and len(raw) < MAX_DATASETS:
        if data[at] != 0x1C:
            broken = bool(data[at:].strip(b"\0 "))
            break
        if at + 5 > len(data):
            broken = True
            break
        key, size = (data[at + 1], data[at + 2]), int.from_bytes(data[at + 3 : at + 5], "big")
        at += 5
        if size & 0x8000:  # the length stands in as many further bytes
            wide = min(size & 0x7FFF, 8)
            size = int.from_bytes(data[at : at + wide], "big")
            at += wide
        broken = broken or at + size > len(data)
        raw.append((key, data[at : at + min(size, MAX_TEXT)]))
        at += size
    utf8 = any(key == (1, 90) and value.startswith(_UTF8) for key, value in raw)
    fields = []
    for key, value in raw:
        if key in _NUMBERS:
            text = str(int.from_bytes(value[:8], "big"))
        elif key == (1, 90):
            text = "UTF-8" if utf8 else value[:32].hex(" ")
        else:
            text = value.decode("utf-8", "replace") if utf8 else decoded(value)
        if text.strip("\0 "):
            name = NAMES.get(key, f"{key[0]}:{key[1]}")
            fields.append(Field(place="IPTC", name=name, value=Foreign(text.rstrip("\0")), where=block.where))
    warnings = [BROKEN()] if broken else []
    if len(raw) >= MAX_DATASETS:
        warnings.append(TOO_MANY(limit=f"{MAX_DATASETS:,}"))
    return Reading(tuple(fields), (), tuple(warnings))
