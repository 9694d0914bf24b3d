"""Whether a file is an original, a copy of a platform, a screenshot or saved again; and where it may have appeared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ...provenance.credentials.declared_history import Sense
from ...provenance.rules import passages
from ...provenance.rules.capture import SHOT_FIELDS
from ...provenance.rules.contradictions import recorded_size
from ...provenance.rules.named_fields import Moment
from ...sentences import Sentence
from ..answer_items import Item
from .camera_answers import names as cameras
from .credential_answers import captured, named_parts
from .credit_answers import CREDITS, SOURCES, texts
from .file_case import FileCase, answer, called, claimed, forgeable, listed, said, stripped
from .software_answers import credential_steps, programs, xmp_steps
from .time_answers import CHANGED, MADE, TAKEN
from .written_dates import alike, dates

_PHOTOSHOP = frozenset(("Photoshop writer", "Photoshop quality", "Save for Web quality"))
_LATER = (Sense.CONTENT, Sense.PART, Sense.PLACED)
_NEVER = Moment(datetime.max)
_ENOUGH = 4  # shooting details that a camera writes and an editor's export seldom keeps
_SAVING = ("editor", "converter", "viewer", "platform")

NOT_SHOWN_SENT = Sentence(
    "origin_answers.not_shown_sent",
    "That can't be told from the file: nothing in it points to a platform or messenger, and most of them leave no "
    "name.",
)
SCREENSHOT = Sentence("origin_answers.screenshot", "There are signs that the file is a screenshot: {signs}.")
NAME_SIGN = Sentence("origin_answers.name_sign", "its name calls it one")
COPY = Sentence("origin_answers.copy", "There are signs that the file is a copy that a platform or messenger made.")
SAVED = Sentence(
    "origin_answers.saved", "There are signs that a program saved the file again after it was made: {signs}."
)
CAMERA_LIKE = Sentence(
    "origin_answers.camera_like",
    "The file looks like one that came straight from a camera: it names the camera and the settings of the shot, and "
    "no sign was found that it was saved again.",
)
UNKNOWN = Sentence(
    "origin_answers.unknown",
    "It can't be told from the file whether it is an original or a copy: it holds no sign of either.",
)
NO_CAMERA = Sentence(
    "origin_answers.no_camera",
    "The file declares that AI made the picture, so it is no original of a camera. Whether it is the generator's own "
    "file or a copy can't be told from it.",
)
DECLARES_CAMERA = Sentence(
    "origin_answers.declares_camera",
    "Its content credentials declare that a camera took the picture, and no sign was found that it was saved again.",
)
CAMERA_BUT = Sentence(
    "origin_answers.camera_but", "It still holds what a camera writes: {cameras} and {count} details of the shot."
)
CAMERA_AND_ONE = Sentence(
    "origin_answers.camera_and_one", "It still holds what a camera writes: {cameras} and one detail of the shot."
)
CAMERA_ALONE = Sentence(
    "origin_answers.camera_alone", "It still names a camera, {cameras}, but it holds no details of the shot."
)
SIGN_PROGRAM = Sentence("origin_answers.sign_program", "it names {program:60}")
SIGN_DECLARED = Sentence("origin_answers.sign_declared", "it declares an alteration")
SIGN_PHOTOSHOP = Sentence("origin_answers.sign_photoshop", "it holds marks that Photoshop writes when it saves")
SIGN_STEPS = Sentence("origin_answers.sign_steps", "it records steps of editing")
SIGN_LATER = Sentence("origin_answers.sign_later", "its last change ({changed}) is later than the shot ({taken})")
SIGN_SIZE = Sentence("origin_answers.sign_size", "its fields record another size than the picture has")
SIGN_TWICE = Sentence("origin_answers.sign_twice", "its pixels show traces of an earlier JPEG compression")
SIGN_THUMBNAIL = Sentence("origin_answers.sign_thumbnail", "a small picture in it shows something else")
BARE = Sentence(
    "origin_answers.bare",
    "It holds no metadata at all. Most copies from platforms and messengers hold none; a camera's original does.",
)
COULD_BE_MADE = Sentence(
    "origin_answers.could_be_made",
    "That does not make it an original: all of this can be copied into a file. It takes a comparison with other "
    "originals from the same camera.",
)
ASK = Sentence(
    "origin_answers.ask",
    "Ask for the original file, sent as a document or on a card and not through a messenger, and compare the SHA-256.",
)
PUBLISHED = Sentence(
    "origin_answers.published",
    "The file does not say whether or where the picture was published, but it holds hints of its source.",
)
NOT_PUBLISHED = Sentence(
    "origin_answers.not_published", "The file does not say whether or where the picture was published."
)
NO_ACCOUNT = Sentence(
    "origin_answers.no_account", "On which page or account it stood, and when, the file does not say."
)
CREDIT = Sentence("origin_answers.credit", "Credit and source: {texts}.")
DATES = Sentence("origin_answers.dates", "Its earliest date is {moment} ({fields}).")
REFERENCE = Sentence("origin_answers.reference", "{field} holds the reference {value:80}.")
DERIVED = Sentence("origin_answers.derived", "XMP says that the file was made from another document, {value:60}.")
IDENTIFIED = Sentence("origin_answers.identified", "XMP gives the document the identifier {value:60}.")
SEARCH = Sentence(
    "origin_answers.search",
    "This tool has no connection to the internet and searches nothing. Do a reverse image search, for example with "
    "Google Lens, TinEye, Yandex or Bing, and sort the results by date.",
)


def original(case: FileCase) -> list[Item]:
    """Whether the file is a camera's original, a platform's copy, a screenshot, or was saved again."""
    named = passages.is_screenshot_name(case.facts.name)
    of_copies = [one for one in case.ways if not (named and one.statement == passages.SCREENSHOT_NAME())]
    screen = [*case.facts.quality.screenshot, *([NAME_SIGN()] if named else [])]
    saved = list(_signs(case))
    held, count = cameras(case), _details(case)
    declared = case.cited(case.generated[:1])
    items: list[Item] = []
    if screen:
        items.append(said(SCREENSHOT(signs="; ".join(screen))))
    if of_copies:
        items += [*([said(COPY())] if not items else []), *case.cited(of_copies[:2])]
    if saved:
        items.append(said(SAVED(signs="; ".join(saved[:4]))))
    if not items:
        if declared:
            return answer([said(NO_CAMERA()), *declared], *claimed(case)[:1] or [forgeable(case)], said(ASK()))
        if by_camera := captured(case):
            return answer([said(DECLARES_CAMERA()), *by_camera], said(ASK()))
        if held and count >= _ENOUGH:
            return answer([said(CAMERA_LIKE())], forgeable(case), said(COULD_BE_MADE()))
        bare = [said(BARE())] if case.facts.quality.metadata_stripped else []
        return answer([said(UNKNOWN()), *bare], said(ASK()))
    items += declared
    items += named_parts(case.manifest) if case.manifest is not None else ()
    if held:
        sentence = CAMERA_BUT if count > 1 else CAMERA_AND_ONE if count else CAMERA_ALONE
        items.append(said(sentence(cameras=listed(f"{one:60}" for one in held[:2]), count=count)))
    by_pixels = bool(case.facts.quality.screenshot) and not (of_copies or saved or held)
    return answer(items, *([] if by_pixels else [forgeable(case)]), said(ASK()))


def passed_on(case: FileCase) -> bool:
    """Whether anything in the file or its name points to a platform or messenger that it went through."""
    return bool(case.through)


def published(case: FileCase) -> list[Item]:
    """What the file holds of its source and its dates, and that nothing was searched."""
    items = list(_hints(case))
    through = case.cited(case.through[:1])
    if through:  # by which platform it came is the answer; where and by whom it was posted there, is not known
        items = [through[0], said(NO_ACCOUNT()), *(one for one in items if one != through[0])]
        return answer(items[:4], forgeable(case), said(SEARCH()))
    first = said((PUBLISHED if items else NOT_PUBLISHED)())
    return answer([first, *items], *([forgeable(case)] if items else []), said(SEARCH()))


def saving_signs(case: FileCase, *, steps: bool = True) -> Iterator[str]:
    """Signs that a program saved the file after it was made, contradictions left out; each as a part of a sentence.

    Args:
        case: the file.
        steps: whether to name it as a sign that the file records steps of editing.
    """
    saving = [text for text, _, kind in programs(case) if kind in _SAVING]
    yield from (SIGN_PROGRAM(program=text) for text in saving[:2])
    if any(one.place == "container" and one.name in _PHOTOSHOP for one in case.contents.fields):
        yield SIGN_PHOTOSHOP()
    later = any(one.role == "origin" or one.sense in _LATER for one in credential_steps(case))
    if steps and (later or len(xmp_steps(case)) > 1):
        yield SIGN_STEPS()
    taken, changed = alike(dates(case, TAKEN[:2])), alike(dates(case, CHANGED[:2]))
    if taken and changed:
        shot, last = taken[0][0], max((date for date, _ in changed), key=lambda date: date.moment or _NEVER)
        if shot.moment is not None and last.moment is not None and last.moment.time > shot.moment.time:
            seconds = (last.moment.time - shot.moment.time).total_seconds()
            if seconds > 60 and not (shot.moment.day_only or last.moment.day_only):
                yield SIGN_LATER(changed=last, taken=shot)
    if case.facts.quality.recompressed:
        yield SIGN_TWICE()


def _signs(case: FileCase) -> Iterator[str]:
    if any(one.supports == "tampered" for one in case.declared):
        yield SIGN_DECLARED()
    yield from saving_signs(case)
    if recorded_size(case.fields) is not None and _size_differs(case):
        yield SIGN_SIZE()
    if case.differing:
        yield SIGN_THUMBNAIL()


def _size_differs(case: FileCase) -> bool:
    names = ("PixelXDimension", "PixelYDimension", "ExifImageWidth", "ExifImageHeight", "ExifImageLength", "DNGVersion")
    return bool(case.contradicting(*names))


def _details(case: FileCase) -> int:
    return max(sum(case.fields.first(p, *row) is not None for row in SHOT_FIELDS) for p in ("EXIF", "XMP"))


def _hints(case: FileCase) -> Iterator[Item]:
    if found := texts(case, (*CREDITS, *SOURCES)):
        yield said(CREDIT(texts="; ".join(found)))
    yield from case.cited(case.ways[:1])
    groups = sorted(alike(dates(case, (*TAKEN, *MADE, *CHANGED))), key=lambda group: group[0].moment or _NEVER)
    if groups:
        date, fields = groups[0]
        yield said(DATES(moment=date, fields=listed(fields)))
    for name in ("original transmission reference", "reference number"):
        if (value := case.value("IPTC", name)) is not None:
            yield said(REFERENCE(field=called("IPTC", name), value=value))
            break
    sources = case.fields.all("XMP", "originalDocumentID", "documentID")
    derived = [one for one in sources if any("DerivedFrom" in step for step in one.path[:1])]
    if derived:
        yield said(DERIVED(value=stripped(derived[0].value)))
    elif (identifier := case.value("XMP", "OriginalDocumentID", "DocumentID")) is not None:
        yield said(IDENTIFIED(value=identifier))
