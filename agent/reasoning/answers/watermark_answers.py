"""Watermarks: what the file says of one, what was read in the pixels, and that most marks can't be read here.

Where to check: Google's Gemini app looks for SynthID (https://blog.google/technology/ai/ai-image-verification-gemini-app/);
OpenAI's page looks for its own signals (https://developers.openai.com/api/docs/guides/content-provenance).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...evidence import Evidence, Region
from ...foreign import Foreign
from ...provenance.contents import Place
from ...provenance.credentials.declaration_findings import action_name
from ...provenance.credentials.declared_history import roles
from ...provenance.rules.parameters import recognised
from ...read_texts import ReadLine
from ...sentences import Sentence
from ..answer_items import Item
from ..stance import Role, Stance
from ..weighing.claim import overlap
from .file_case import FileCase, answer, called, claimed, forgeable, said, stripped

_WORDS = ("watermark", "synthid", "soft-binding")  # in texts of the file
_MOST = 2
_MOST_LINES = 5  # of writing in the picture that an answer quotes
_TOUCHES = 0.3  # share of the smaller area that a line and the part that was asked about have in common
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
    "Look for visible marks, such as a logo or a sparkle in a corner, by eye: this tool reads writing in a picture, "
    "often not all of it, and recognises no logos or symbols.",
)
READ_HERE = Sentence(
    "watermark_answers.read_here",
    "This could be read in the picture: {lines}. Look there to see whether it is such a mark.",
)
LINE = Sentence("watermark_answers.line", "{text:120} at {x}, {y}, {w}×{h} px large")
MORE_LINES = Sentence("watermark_answers.more_lines", "{lines}; and {count} more lines")
NOT_VERIFIED = Sentence(
    "watermark_answers.not_verified",
    "What is written in a picture can be drawn or pasted in by anyone, so such a mark is a hint and no proof of who "
    "made the picture.",
)


def written_marks(evidence: Sequence[Evidence], part: Region | None = None) -> list[Item]:
    """The writing that was read in the picture, quoted with its places; empty if none was read.

    Args:
        evidence: of the examination.
        part: where a mark was asked for; the lines there are told alone, if there are any.
    """
    found = next(((item, lines) for item in evidence if (lines := _readable(item))), None)
    if found is None:
        return []
    item, lines = found
    there = [line for line in lines if part is not None and overlap(line.region, part) > _TOUCHES]
    shown = there or lines
    quoted = "; ".join(LINE(text=line.text, **line.region.model_dump()) for line in shown[:_MOST_LINES])
    if len(shown) > _MOST_LINES:
        quoted = MORE_LINES(lines=quoted, count=len(shown) - _MOST_LINES)
    texts = READ_HERE(lines=quoted), NOT_VERIFIED()
    return [Item(item.id, Stance(Role.NO_WEIGHT), text, must=True, fixed=True) for text in texts]


def _readable(item: Evidence) -> list[ReadLine]:
    return [line for line in item.facts.texts if line.readable]


def visible_mark(case: FileCase, part: Region | None = None) -> list[Item]:
    """What can be told of a mark that somebody sees: the writing that was read, what the file says, then limits."""
    read = written_marks(case.evidence, part)
    told = [*_of_credentials(case), *_of_fields(case)][:_MOST]
    reservation = [forgeable(case)] if told else []
    return answer([*read, *told], *reservation, said(VISIBLE()), said(INVISIBLE()))


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
