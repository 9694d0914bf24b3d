"""What the script of a triage's summary page reads: plain values, in which text of files stays text."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from typing import Any

from ..evidence import Label
from ..foreign import Foreign
from ..sentences import Sentence
from ..text import one_line
from . import summary_sentences as said
from .triage_entries import data_of, of_file
from .triage_rows import Numbers
from .triage_summary import Shown, Summary

NO_FAMILY = " "  # which is the name of no family
PAGE = 200  # rows that the table begins with
SIDE = 96  # pixels of a small copy
NAME = 400  # characters of a source
LABELS: dict[str, Sentence] = {
    "synthetic": said.SYNTHETIC,
    "tampered": said.TAMPERED,
    "inconclusive": said.INCONCLUSIVE,
    "real": said.REAL,
    "error": said.ERROR,
}
_CREDENTIALS = {"trusted": said.TRUSTED, "intact": said.INTACT, "mismatch": said.MISMATCH, "faulty": said.FAULTY}
_DECLARES = {"synthetic": said.DECLARES_GENERATED, "tampered": said.DECLARES_ALTERED}


def data_of_page(summary: Summary, pictures: dict[str, str]) -> dict[str, Any]:
    """What the page's script reads: its words and one entry for each picture."""
    words: dict[str, str] = {name: word() for name, word in LABELS.items()}
    words |= {"leans": said.LEANS(), "family": said.FAMILY(), "says": said.SAYS(), "found": said.FOUND(count="{count}")}
    total = len(summary.shown)
    return {
        "words": words,
        "page": PAGE,
        "thumbnails": bool(pictures),
        "pictures": [_picture(shown, total - at, pictures) for at, shown in enumerate(summary.shown)],
    }


def _picture(shown: Shown, order: int, pictures: dict[str, str]) -> dict[str, Any]:
    numbers, provenance = shown.numbers, shown.numbers.provenance
    says = [_DECLARES[each]() for each in provenance.declares if each in _DECLARES]
    says += [said.CONTRADICTS()] if provenance.contradicts else []
    says += [_CREDENTIALS[provenance.credentials]()] if provenance.credentials in _CREDENTIALS else []
    picture = numbers.picture
    about = f"{picture.width}×{picture.height} {picture.media_type.removeprefix('image/').upper()}"
    about += f", {said.COPIES(count=number(shown.copies))}" if shown.copies else ""
    family, key = family_shown(numbers), family_key(numbers)
    return {
        "order": order,
        "source": Foreign(one_line(shown.source, NAME)).printable(),
        "sha256": shown.sha256,
        "about": about,
        "label": numbers.label,
        "lean": numbers.lean or "",
        "synthetic": round(numbers.probabilities["synthetic"], 4),
        "tampered": round(numbers.probabilities["tampered"], 4),
        "familyKey": key,
        "family": f"{family} ({numbers.family.share:.0%})" if family and numbers.family is not None else "",
        "says": "; ".join(says),
        "declares": bool(provenance.declares),
        "credentials": provenance.credentials != "none",
        "group": shown.group,
        "image": pictures.get(shown.source),
    }


def family_shown(numbers: Numbers) -> str:
    """The family to show: only where a picture looks generated."""
    return family_key(numbers).strip()


def family_key(numbers: Numbers) -> str:
    """By what pictures of one family are found: its name, `NO_FAMILY` if none fits, empty if it does not look made."""
    generated: tuple[Label, ...] = ("synthetic",)
    if not (numbers.label in generated or numbers.lean == "synthetic"):
        return ""
    return NO_FAMILY if numbers.family is None else numbers.family.name


def thumbnails(sources: Iterable[str]) -> dict[str, str]:
    """Small copies of files of this machine, as data URLs; of what can't be read there is none."""
    from PIL import Image

    from ..sandbox import receive

    made = {}
    for source in sources:
        entry = of_file(source)
        if entry.size is None:
            continue
        try:
            picture = Image.fromarray(receive(data_of(entry), entry.name).exhibit.pixels)
        except (ValueError, OSError):
            continue
        picture.thumbnail((SIDE, SIDE))
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=60)
        made[source] = f"data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}"
    return made


def number(count: int) -> str:
    """A number with narrow spaces between thousands, as every language can read it."""
    return f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")
