"""Watermarks: what the file says of one, what was read in the pixels, and that most marks can't be read here.

Where to check: Google's Gemini app looks for SynthID (https://blog.google/technology/ai/ai-image-verification-gemini-app/);
OpenAI's page looks for its own signals (https://developers.openai.com/api/docs/guides/content-provenance).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...foreign import Foreign
from ...provenance.contents import Place
from ...provenance.credentials.declaration_findings import action_name
from ...provenance.credentials.declared_history import roles
from ...provenance.rules.parameters import recognised
from ...sentences import Sentence
from ..answer_items import Item
from .file_case import FileCase, answer, called, claimed, forgeable, said, stripped

_WORDS = ("watermark", "synthid", "soft-binding")  # in texts of the file
_MOST = 2
_OPEN = "open_watermark"  # the detector that reads open ones
_FIELDS: tuple[tuple[Place, str], ...] = (
    ("XMP", "Credit"), ("XMP", "description"), ("XMP", "Instructions"), ("XMP", "UsageTerms"), ("XMP", "CreatorTool"),
    ("IPTC", "credit"), ("IPTC", "special instructions"), ("EXIF", "ImageDescription"), ("EXIF", "UserComment"),
    ("EXIF", "Software"), ("PNG", "Software"), ("PNG", "Description"), ("PNG", "Comment"), ("comment", "comment"),
)  # fmt: skip

SAYS_SO = Sentence(
    "watermark_answers.says_so",
    "The file speaks of a watermark. Whether there is one can be checked here only for the open ones of Stable "
    "Diffusion and FLUX.",
)
UNSAID = Sentence(
    "watermark_answers.unsaid",
    "The file says nothing of a watermark, and in the pixels this tool can read only the open ones of Stable Diffusion "
    "and FLUX.",
)
STEP = Sentence("watermark_answers.step", "Its content credentials name this step: {action}{described}.")
DESCRIBED = Sentence("watermark_answers.described", ", described as {description:120}")
BINDING = Sentence(
    "watermark_answers.binding",
    "Its content credentials name an invisible mark or a fingerprint by which they can be found again ({label:60}).",
)
FIELD = Sentence("watermark_answers.field", "{field} says {value:160}.")
INVISIBLE = Sentence(
    "watermark_answers.invisible",
    "Invisible watermarks such as SynthID can be read only with the detector of their maker. Google's Gemini app looks "
    "for SynthID in pictures by Google's models, and the page openai.com/verify looks for OpenAI's marks.",
)
UPLOADS = Sentence(
    "watermark_answers.uploads",
    "Both need the picture to be uploaded to that company. If no mark is found there, that does not show that the "
    "picture is a photograph.",
)
VISIBLE = Sentence(
    "watermark_answers.visible",
    "Look for visible marks, such as a logo or a sparkle in a corner, by eye: this tool does not read them.",
)


def watermark(case: FileCase) -> list[Item]:
    """What the file says of a watermark, and how to look for one."""
    told = [*_of_credentials(case), *_of_fields(case)]
    from_credentials = any(True for _ in _of_credentials(case))
    read = [said(item.statement, item.id) for item in case.evidence if item.source == _OPEN and item.score is not None]
    items = [*read, said(SAYS_SO()), *told[:_MOST]] if told else [*read, said(UNSAID())]
    closing = [said(INVISIBLE()), said(UPLOADS()), said(VISIBLE())]
    if told:
        reservation = claimed(case)[:1] if from_credentials else [forgeable(case)]
        closing = [*reservation, *closing[: 2 if len(told) > 1 and reservation else 3]]
    return answer(items, *closing)


def _of_credentials(case: FileCase) -> Iterator[Item]:
    manifest = case.manifest
    for part, role in roles(manifest) if manifest is not None else ():
        if role not in ("self", "origin"):
            continue
        for action in part.actions:
            texts = (action.action, action.description, action.tool, action.agent)
            if any(_speaks(text) for text in texts if text is not None):
                described = action.description or action.tool
                more = DESCRIBED(description=described) if described else ""
                yield said(STEP(action=action_name(action), described=more))
        for label in part.assertions:
            if _speaks(label):
                yield said(BINDING(label=label))
                break


def _of_fields(case: FileCase) -> Iterator[Item]:
    settings = [held for one in recognised(case.contents) for held in one.fields]  # “no watermark” is a usual prompt
    for place, name in _FIELDS:
        for one in case.own(place, name)[:5]:
            if _speaks(one.value) and one not in settings:
                at = min(at for word in _WORDS if (at := one.value.raw[:20_000].casefold().find(word)) >= 0)
                text = one.value.raw[max(0, at - 60) : at + 100]
                yield said(FIELD(field=called(place, name), value=stripped(Foreign(text))))


def _speaks(text: Foreign) -> bool:
    start = text.raw[:20_000].casefold()
    return any(word in start for word in _WORDS)
