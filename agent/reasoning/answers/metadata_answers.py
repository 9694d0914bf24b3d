"""What a file's metadata say as a whole: how much there is, and the most telling of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...foreign import Foreign
from ...provenance.contents import Field, Place
from ...provenance.rules.parameters import PLACES
from ...sentences import Sentence
from ..answer_items import Item
from .camera_answers import names as cameras
from .credential_answers import state
from .credit_answers import CAPTION_TEXT, CAPTIONS, credited_names, texts
from .file_case import FileCase, answer, claimed, forgeable, listed, more, said
from .form_answers import KINDS
from .generation_settings import settings
from .place_answers import position, town
from .software_answers import programs
from .time_answers import CHANGED, MADE, TAKEN
from .written_dates import alike, dates

_ORDER: tuple[Place, ...] = ("EXIF", "XMP", "IPTC", "PNG", "comment", "hidden")

HOLDS = Sentence("metadata_answers.holds", "The file holds {what}.")
FIELDS = Sentence("metadata_answers.fields", "{count} fields of {place}")
ONE_FIELD = Sentence("metadata_answers.one_field", "one field of {place}")
_WITHOUT_COUNT: dict[Place, Sentence] = {
    "comment": Sentence("metadata_answers.comment", "a comment"),
    "hidden": Sentence("metadata_answers.hidden", "a text hidden in the pixels"),
}
CREDENTIALS = Sentence("metadata_answers.credentials", "content credentials (C2PA)")
NOTHING = Sentence(
    "metadata_answers.nothing",
    "The file holds no metadata: no EXIF, XMP or IPTC, no generation parameters and no content credentials.",
)
ONLY_CREDENTIALS = Sentence(
    "metadata_answers.only_credentials", "The file holds content credentials (C2PA) and no other metadata."
)
ONLY_PARTS = Sentence(
    "metadata_answers.only_parts", "The file holds no metadata, but beside the picture it holds {parts}."
)
COMMON = Sentence(
    "metadata_answers.common",
    "That says nothing about the picture: most platforms and messengers remove them. Ask for the original file.",
)
SUMMARY = Sentence("metadata_answers.summary", "The most telling of it: {parts}.")
SUMMARY_ALONE = Sentence("metadata_answers.summary_alone", "The most telling data in the file: {parts}.")
TAKEN_ON = Sentence("metadata_answers.taken_on", "taken {moment}")
SAVED_ON = Sentence("metadata_answers.saved_on", "made or changed {moment}")
AT = Sentence("metadata_answers.at", "place {position}")
TOWN = Sentence("metadata_answers.town", "place {town:60}")
CAMERA = Sentence("metadata_answers.camera", "camera {camera:60}")
PROGRAMS = Sentence("metadata_answers.programs", "software {programs}")
AUTHOR = Sentence("metadata_answers.author", "named as author, rights or credit: {names}")
CAPTION = Sentence("metadata_answers.caption", "caption {caption}")
SETTINGS = Sentence("metadata_answers.settings", "settings of the generator {program}")
SOME_SETTINGS = Sentence("metadata_answers.some_settings", "settings of an image generator")


def metadata(case: FileCase) -> list[Item]:
    """An overview: how much the file holds, what it declares, the most telling values, and what contradicts itself."""
    counts = Counter(one.place for one in _telling(case))
    what = [_counted(place, counts[place]) for place in _ORDER if counts[place]]
    if case.contents.credentials is not None:
        what.append(CREDENTIALS())
    parts = list(dict.fromkeys(KINDS[part.kind]() for part in case.contents.parts))
    if not what:
        first = said(ONLY_PARTS(parts=listed(parts)) if parts else NOTHING())
        return answer([first], said(COMMON()), *([more()] if parts else []))
    bare = not counts and not parts
    items = [said(ONLY_CREDENTIALS() if bare else HOLDS(what=listed([*what, *parts])))]
    items += case.cited(case.declared[:2])
    if telling := list(_summary(case)):
        items.append(said(SUMMARY(parts="; ".join(telling))))
    items += state(case)
    against = case.conflicts
    items += case.cited(against[:2])
    reservation = [forgeable(case)] if counts else claimed(case)[:1] if case.declared else []
    return answer(items, *reservation, more())


def telling_data(case: FileCase) -> list[Item]:
    """The most telling values of the metadata, in one item; none if there are none."""
    parts = list(_summary(case))
    return [said(SUMMARY_ALONE(parts="; ".join(parts)))] if parts else []


def _telling(case: FileCase) -> list[Field]:
    """The fields that can say something about the picture: not those of thumbnails, encoding and colour."""
    return [one for one in case.contents.fields if one.place != "container" and one.where not in ("IFD1", "Interop")]


def _counted(place: Place, count: int) -> str:
    if place in _WITHOUT_COUNT:
        return _WITHOUT_COUNT[place]()
    return ONE_FIELD(place=PLACES[place]()) if count == 1 else FIELDS(count=f"{count:,}", place=PLACES[place]())


def _summary(case: FileCase) -> Iterator[str]:
    """The most telling values, each as a part of a sentence."""
    taken, saved = alike(dates(case, TAKEN)), alike(dates(case, (*MADE, *CHANGED)))
    if taken:
        yield TAKEN_ON(moment=taken[0][0])
    elif saved:
        yield SAVED_ON(moment=saved[0][0])
    if at := position(case):
        yield AT(position=at)
    elif (named := town(case)) is not None:
        yield TOWN(town=named)
    if held := cameras(case):
        yield CAMERA(camera=held[0])
    for one in settings(case.contents)[:1]:
        yield SOME_SETTINGS() if one.program is None else SETTINGS(program=one.program)
    if named_programs := programs(case):
        yield PROGRAMS(programs=listed(f"{text:40}" for text, _, _ in named_programs[:3]))
    if names := credited_names(case):
        yield AUTHOR(names=listed(f"{Foreign(name):60}" for name in names[:3]))
    if captions := texts(case, CAPTIONS, CAPTION_TEXT):
        yield CAPTION(caption=captions[0])
