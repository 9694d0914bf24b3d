"""Whether a generated or edited picture began as another picture, such as a photograph, as far as the file tells."""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..answer_items import Item
from ..writing.findings import of_verdict
from .answer_case import Answered, Case
from .camera_answers import camera
from .camera_answers import names as cameras
from .credential_answers import named_parts, state
from .file_case import answer, claimed, forgeable, said
from .generation_settings import settings

BEGINS_EMPTY = Sentence(
    "input_details.begins_empty",
    "By what the file says, no: its workflow begins with an empty picture and loads none, so the picture was made from "
    "text.",
)
LOADS = Sentence(
    "input_details.loads",
    "By what the file says, yes: its workflow loads another picture and works on it. Whether that was a photograph it "
    "does not say.",
)
NOT_RECORDED = Sentence(
    "input_details.not_recorded",
    "Whether another picture, such as a photograph, was put in can't be told: the file records no input, and such a "
    "record can be left out.",
)
PARTS = Sentence(
    "input_details.parts",
    "It can't be told whether there is a photograph underneath: the content credentials name what the picture was made "
    "from, and not what that shows.",
)
UNKNOWN_PARTS = Sentence(
    "input_details.unknown_parts", "An ingredient without credentials of its own may be anything, a photograph as well."
)
CAMERA_DATA = Sentence(
    "input_details.camera_data", "The file also holds data of a camera, which fits a photograph that was edited later."
)

FROM_TEXT = Sentence(
    "input_details.from_text",
    "The file does not bear that out: by its workflow AI made the whole picture from text, since it begins with an "
    "empty picture and loads none.",
)
MADE_WHOLE = Sentence(
    "input_details.made_whole",
    "The file does not bear that out: it declares that AI made the whole picture, and names no other that it was made "
    "from. Such a record can leave something out; ask for the picture that it is said to have begun as.",
)
POSSIBLE = Sentence(
    "input_details.possible",
    "It is possible, and the file can't settle it: it names a program and not what was done with it. The picture "
    "before that step would show it, so ask for it.",
)


def underneath(case: Case) -> Answered:
    """What the picture was made from, by a workflow, by credentials or a camera's data; else that it can't be told."""
    file = case.file
    begins = {one.begins for one in settings(case.contents)}
    manifest = file.manifest
    parts = list(named_parts(manifest)) if manifest is not None else []
    if "picture" in begins:
        first = [said(LOADS())]
    elif "empty" in begins:
        first = [said(BEGINS_EMPTY())]
    elif parts and manifest is not None:
        bare = any(not part.has_manifest for part in manifest.ingredients)
        first = [said(PARTS()), *parts, *([said(UNKNOWN_PARTS())] if bare else [])]
    else:
        first = [said(NOT_RECORDED())]
    held: list[Item] = [said(CAMERA_DATA()), *camera(file)[:1]] if cameras(file) else []
    declared = file.cited(file.declared[:1])
    known = claimed(file)[:1] if manifest is not None and manifest.failures else []
    closing = known or ([forgeable(file)] if declared or held or begins - {None} else [])
    told = answer([*first, *declared, *held], *closing)
    return Answered([*told, of_verdict(case.verdict)], about=file.declared[:1])


# China's label says that a service made the content, and not that it made all of it.
_STATE_LABEL = re.compile(r"China's AI label\b")


def possible(case: Case) -> Answered | None:
    """Whether AI was used only for a harmless step, as far as the file tells it; None if it declares none."""
    declared = case.file.cited(case.file.declared[:2])
    begins = {one.begins for one in settings(case.contents)}
    if "picture" in begins:
        return underneath(case)
    if "empty" in begins:
        told = underneath(case)
        return Answered([said(FROM_TEXT()), *told.items[1:]], about=told.about)
    if not declared:
        return None
    manifest = case.file.manifest
    of_all = [one for one in case.file.generated if not _STATE_LABEL.match(one.statement)]
    whole = bool(of_all) and (manifest is None or not manifest.ingredients)
    return Answered(
        [said((MADE_WHOLE if whole else POSSIBLE)()), *declared, *state(case.file), of_verdict(case.verdict)],
        about=case.file.declared[:2],
    )
