"""What a clip's file says of itself, as evidence: credentials and declarations as for pictures, then the rest.

The rules for pictures speak of pictures and photographs; here their sentences speak of the clip and of recordings. All
but a trusted signature can be forged, so none of it supports *real*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..evidence import Evidence, Flag
from ..foreign import Foreign
from ..provenance import credentials
from ..provenance.contents import Contents, Field
from ..provenance.rules import declarations, parameters
from ..provenance.rules.forgeable import forgeable
from ..provenance.rules.named_fields import NamedFields
from ..sentences import Sentence, reworded
from .clip_types import ClipFacts, TagField

SOURCE = "container"
_PLAIN = ("container", "comment")
_MOST = 8  # texts that are quoted in one sentence
_MADE, _MODEL = ("make", "manufacturer"), ("model",)
_PLACES = ("location", "iso6709", "location_eng", "gps")
_TIMES = ("creation_time", "creationdate", "date", "date_recorded")
_SOFTWARE = ("encoder", "software", "writing_app", "muxing_app", "encoding_tool", "version", "handler_name", "isft")
_SKIPPED = frozenset(
    {"major_brand", "minor_version", "compatible_brands", "language", "duration", "timecode", "vendor_id"}
)
_HANDLERS = frozenset({"videohandler", "soundhandler", "datahandler", "timecodehandler", "metadatahandler"})
_FFMPEG = ("lavf", "lavc")

DEVICE = Sentence("clip_provenance.device", "The file names the device that recorded it: {names}.")
TIME = Sentence("clip_provenance.time", "The file gives this as the time when it was made: {times}.")
TIME_CAVEAT = Sentence(
    "clip_provenance.time_caveat", "Programs that save a clip again often write the time of saving there."
)
PLACE = Sentence("clip_provenance.place", "The file gives a place: {places}.")
SOFTWARE = Sentence("clip_provenance.software", "The file names the software that wrote it, or parts of it: {names}.")
FFMPEG = Sentence(
    "clip_provenance.ffmpeg",
    "Lavf and Lavc belong to FFmpeg, with which converters and platforms write files; a file straight from a camera "
    "seldom names them.",
)
TEXTS = Sentence("clip_provenance.texts", "The file also holds these texts: {texts}.")
SILENT = Sentence(
    "clip_provenance.silent",
    "The file holds no content credentials, and it names no device, place, time or software.",
)
SILENT_CAVEAT = Sentence(
    "clip_provenance.silent_caveat", "Most platforms remove such data, so their absence says nothing about the clip."
)
NO_CREDENTIALS = Sentence("clip_provenance.no_credentials", "The file holds no content credentials (C2PA).")
HIDDEN = Sentence(
    "clip_provenance.hidden",
    "The file holds {count} frames that players do not show, since the file says to begin later or to end earlier.",
)
HIDDEN_CAVEAT = Sentence(
    "clip_provenance.hidden_caveat",
    "Cutting a clip without encoding it anew leaves such frames; some programs also leave a few without a cut.",
)


def tags(contents: Contents) -> tuple[TagField, ...]:
    """The texts of the container and of XMP, as they stand in the file."""
    return tuple(
        TagField(where=field.where if field.place in _PLAIN else field.place, name=field.name, value=field.value)
        for field in contents.fields
        if not _is_made(field)
    )


def evidence(contents: Contents, facts: ClipFacts) -> list[Evidence]:
    """Unnumbered evidence of kind `provenance`, what is declared first."""
    fields = NamedFields(contents)
    with reworded(_of_clips):
        recognised = parameters.recognised(contents)
        programs = {one.parameters.program for one in recognised if one.parameters.program}
        found = [
            *credentials.evidence(contents.credentials),
            *declarations.evidence(contents, fields, programs),
            *parameters.evidence(recognised),
        ]
    used = [field for one in recognised for field in one.fields]
    own = [*_named(contents, used), *_hidden(facts)]
    if contents.credentials is None:
        silent = not found and not own
        caveats = (SILENT_CAVEAT(),)
        statement = SILENT() if silent else NO_CREDENTIALS()
        own.append(Evidence(source="c2pa", kind="provenance", statement=statement, caveats=caveats))
    return [*found, *own]


def _of_clips(sentence: Sentence) -> str:
    """A sentence about pictures as one about clips."""
    text = sentence.template.replace("photograph", "camera recording")
    return text.replace("pictures", "clips").replace("picture", "clip")


def _is_made(field: Field) -> bool:
    """Whether a field is a copy that was made so that the rules for pictures know its name."""
    return field.place == "container" and not field.where


def _last(name: str) -> str:
    """The part of a name that tells, as `model` of `com.apple.quicktime.model`."""
    lowered = name.casefold()
    return lowered.rpartition(".")[2] if lowered.startswith("com.") else lowered


def _named(contents: Contents, used: Iterable[Field]) -> Iterator[Evidence]:
    """Device, time, place, software and other texts, each in one sentence."""
    skipped = {(field.name, field.where) for field in used}
    fields = [field for field in contents.fields if field.place in _PLAIN and not _is_made(field)]

    def of(*names: str) -> list[Field]:
        return [field for field in fields if _last(field.name) in names and (field.name, field.where) not in skipped]

    if device := [*of(*_MADE), *of(*_MODEL)]:
        yield _quoting(DEVICE(names=_listed(device)))
    if times := of(*_TIMES):
        yield _quoting(TIME(times=_listed(times)), TIME_CAVEAT())
    if places := of(*_PLACES):
        yield _quoting(PLACE(places=_listed(places)))
    written = [field for field in of(*_SOFTWARE) if field.value.raw.strip().casefold() not in _HANDLERS]
    if written:
        ffmpeg = any(field.value.raw.casefold().startswith(_FFMPEG) for field in written)
        yield _quoting(SOFTWARE(names=_listed(written)), *((FFMPEG(),) if ffmpeg else ()))
    told = {*_MADE, *_MODEL, *_TIMES, *_PLACES, *_SOFTWARE, *_SKIPPED}
    others = [f for f in fields if _last(f.name) not in told and (f.name, f.where) not in skipped]
    if others:
        texts = [f"{Foreign(field.name):40}: {field.value:80}" for field in others[:_MOST]]
        yield _quoting(TEXTS(texts=", ".join(dict.fromkeys(texts)) + (" …" if len(others) > _MOST else "")))


def _listed(fields: list[Field]) -> str:
    """The texts, each once."""
    texts = list(dict.fromkeys(f"{field.value:80}" for field in fields))
    return ", ".join(texts[:_MOST]) + (" …" if len(texts) > _MOST else "")


def _quoting(statement: str, *caveats: str) -> Evidence:
    return forgeable(SOURCE, statement, "neutral", *caveats, flags=(Flag.QUOTES,))


def _hidden(facts: ClipFacts) -> Iterator[Evidence]:
    if facts.hidden > 1:
        yield Evidence(
            source=SOURCE, kind="provenance", statement=HIDDEN(count=facts.hidden), caveats=(HIDDEN_CAVEAT(),)
        )
