"""Short questions with one plain answer: the app it came by, what a program adds by itself, bar codes, lenses."""

from __future__ import annotations

import re

from ...foreign import Foreign
from ...provenance.rules.contradictions import other_sizes
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..stance import Role
from ..writing.findings import of_verdict
from .alteration_answers import ai_part, alteration
from .answer_case import Answered, Case, of_record
from .camera_answers import names as cameras
from .file_case import FileCase, answer, claimed, forgeable, said
from .file_details import resized
from .generator_details import step_count
from .judgement_answers import strongest
from .software_answers import software
from .text_answers import quoted_text

PHONE_FOCAL, PHONE_APERTURE = 40.0, 5.0  # mm and f-number; lenses of phones lie below
SMALL = 512  # px of the shorter side

NO_APP = Sentence(
    "plain_points.no_app",
    "No: the file holds no mark of an app or a platform, and does not say through which it came. Many leave no mark.",
)
YES_APP = Sentence("plain_points.yes_app", "The file does say through what it came.")
NOT_BY_ITSELF = Sentence(
    "plain_points.not_by_itself",
    "By what the file says, hardly: it lists the use of AI as a step of its own, beside opening and saving. Programs "
    "write such a step when that tool is used.",
)
BY_ITSELF = Sentence(
    "plain_points.by_itself",
    "That can be: a program writes its name into every file that it saves, even if nothing in the picture was changed.",
)
NO_CODES = Sentence(
    "plain_points.no_codes",
    "This tool reads no bar codes, QR codes or number plates as such, and looks up no numbers: it has no connection to "
    "the internet. A code in a picture proves nothing, since it can be copied or invented.",
)
WHY_SMALL = Sentence(
    "plain_points.why_small",
    "Why it has this size, the file does not say. Messengers, platforms, previews and screenshots make pictures "
    "smaller, so size alone is no sign of a fake.",
)
RAW_NAME = Sentence(
    "plain_points.raw_name", "It names the raw file that it was made from, {name:60}; ask for that one."
)
SMALL_WEAKENS = Sentence(
    "plain_points.small_weakens",
    "At {width}×{height} pixels many traces are lost, so the measurements say less; ask for the original.",
)
NO_PHONE_LENS = Sentence(
    "plain_points.no_phone_lens",
    "Hardly, if {camera:60} is a phone: their lenses have real focal lengths of about 2 to 30 mm and openings wider "
    "than about f/5, and the file gives {values}. Such a value is a reason to ask, and no proof that the data are "
    "forged.",
)
PHONE_LENS = Sentence(
    "plain_points.phone_lens",
    "The file gives {values} for {camera:60}. Telltale does not know each model's lenses: compare that with the "
    "maker's data, or with another original of that camera.",
)
NO_LENS = Sentence(
    "plain_points.no_lens", "The file gives no focal length and no aperture, so nothing can be compared."
)
FOCAL = Sentence("plain_points.focal", "a focal length of {value} mm")
APERTURE = Sentence("plain_points.aperture", "an aperture of f/{value}")
YOUR_RULE = Sentence(
    "plain_points.your_rule",
    "Whether that breaks a rule, those decide who made the rule; the file can be wrong or forged.",
)
NO_AI_FOUND = Sentence(
    "plain_points.no_ai_found",
    "Nothing in the file declares AI. That does not show that none was used.",
)
BOTH_MEASURED = Sentence(
    "plain_points.both_measured", "Generation of the whole picture and an edit of a part are measured apart."
)
LOOK_FOR = Sentence(
    "plain_points.look_for",
    "In an original, look for the full size of the camera, its make and model, the time of the shot and perhaps a "
    "place, and for no sign of a messenger or an editing program. Such data can be forged: ask for the shots before "
    "and after it as well.",
)
EXAMINE_IT = Sentence(
    "plain_points.examine_it", "Then open that file here: it is examined anew, and compared with this copy if you wish."
)
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:/(\d+(?:\.\d+)?))?")
_PHONE = re.compile(
    r"\b(?:phones?|smartphones?|mobiles?|cell|iphone|pixel|galaxy|handy|telephone|movil|celular)\b|手机", re.I
)
_PHONES = re.compile(
    r"iphone|\bpixel \d|\bsm-|galaxy|redmi|\bmi \d|huawei|honor|oneplus|oppo|vivo|xperia|moto ?g", re.I
)


def from_app(case: Case) -> Answered:
    """Whether the file says through which app or platform it came."""
    file = case.file
    if not file.through:
        return Answered([said(NO_APP()), *case.entry("ask-for-original")[:1]])
    return Answered(answer([said(YES_APP()), *file.cited(file.through[:2])], forgeable(file)))


def by_itself(case: Case) -> Answered | None:
    """Whether a program may have written a mark by itself; None if the file names neither AI nor a program."""
    file = case.file
    if file.declared:
        items = [said(NOT_BY_ITSELF()), *_counted(case), *file.cited(file.declared[:1])]
        return Answered(answer(items, *claimed(file)[:1] or [forgeable(file)]), about=file.declared[:1])
    named = software(file)
    return Answered(answer([said(BY_ITSELF()), *named[:2]], forgeable(file))) if named else None


def code_read(case: Case) -> Answered:
    """That codes and plates are not read or looked up, and which text was read."""
    told, about = quoted_text(case)
    return Answered([of_record(NO_CODES()), *told[:2]], about=about)


def why_small(case: Case) -> Answered:
    """Which larger size the file records; else that it does not say why it is small, and what that weakens."""
    facts = case.record.exhibit
    small = min(facts.width, facts.height) < SMALL
    recorded = other_sizes(case.file.fields, facts)
    if recorded:
        raw = case.file.value("XMP", "RawFileName")
        named = [said(RAW_NAME(name=raw))] if raw is not None else []
        return Answered([*resized(case).items[:2], *named, *case.entry("ask-for-original")[:1]])
    weak = [of_record(SMALL_WEAKENS(width=facts.width, height=facts.height), Role.RESERVATION)] if small else []
    return Answered([said(WHY_SMALL()), *weak, *case.entry("ask-for-original")[:1]])


def lens(case: Case) -> Answered:
    """Whether a focal length and an aperture are those of a phone, if the file names one."""
    focal, aperture = _value(case.file, "FocalLength"), _value(case.file, "FNumber")
    parts = [FOCAL(value=f"{focal:g}")] if focal else []
    parts += [APERTURE(value=f"{aperture:g}")] if aperture else []
    named = cameras(case.file)[:1]
    if not parts or not named:
        return Answered([said(NO_LENS())])
    phone = _PHONES.search(named[0].raw) is not None or _PHONE.search(plain(case.asked.text)) is not None
    odd = phone and ((focal or 0) > PHONE_FOCAL or (aperture or 0) > PHONE_APERTURE)
    sentence = NO_PHONE_LENS if odd else PHONE_LENS
    values = " / ".join(parts)
    return Answered(answer([said(sentence(camera=Foreign(named[0].raw), values=values))], forgeable(case.file)))


def breaks_rule(case: Case) -> Answered:
    """What the file and the pixels say of AI, to somebody who has a rule against it."""
    if not case.file.declared:
        told = strongest(case)[:1]
        return Answered([of_verdict(case.verdict), said(NO_AI_FOUND()), *case.told(told)], about=told)
    items = [
        *ai_part(case).items[:1],
        *_counted(case),
        *case.file.cited(case.file.declared[:1]),
        *claimed(case.file)[:1],
    ]
    return Answered([*dict.fromkeys(items), said(YOUR_RULE())], about=case.file.declared[:1])


def ai_or_edit(case: Case) -> Answered:
    """What was measured of a generation of the whole, and then of an edit of a part."""
    told = strongest(case)[:1]
    edited = alteration(case).items[:2]
    return Answered([of_verdict(case.verdict), *case.told(told), of_record(BOTH_MEASURED()), *edited], about=told)


def look_for(case: Case) -> Answered:
    """What to look for in the original once it is there."""
    return Answered([of_record(LOOK_FOR(), Role.NEXT_STEP), of_record(EXAMINE_IT(), Role.NEXT_STEP)])


def _counted(case: Case) -> list[Item]:
    """How many of the steps that content credentials list declare AI; nothing if they list none."""
    counted = step_count(case) if case.file.manifest is not None else None
    return list(counted.items[:1]) if counted is not None else []


def _value(file: FileCase, name: str) -> float | None:
    """A number of the file's EXIF, such as 50 or 50/1; None if there is none."""
    text = file.value("EXIF", name)
    match = _NUMBER.match(text.raw.strip()) if text is not None else None
    if match is None:
        return None
    over = float(match[2]) if match[2] else 1.0
    return float(match[1]) / over if over else None
