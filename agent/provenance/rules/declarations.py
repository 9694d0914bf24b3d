"""What a file declares about its making: source types, labels of AI, names of generators in fields for software.

A caption, title, keyword, author or copyright never counts: a press photograph about OpenAI was not made by OpenAI, and
`dalle Alpi` is Italian. References: IPTC Photo Metadata Standard 2025.1; GB 45438-2025.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ...evidence import Evidence, Flag, Supports
from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Contents, Field, Place
from . import maker_marks
from .forgeable import forgeable
from .maker_marks import Label
from .named_fields import NamedFields
from .parameters import PLACES
from .programs import Where, declared_making, phrase, tool_named
from .source_types import source_type

Table = tuple[tuple[Place, tuple[str, ...]], ...]

SOURCES: dict[Place, str] = {"EXIF": "exif", "XMP": "xmp", "IPTC": "iptc"}
TOOL_FIELDS: Table = (
    ("EXIF", ("Software", "ProcessingSoftware", "HostComputer", "ImageEditingSoftware", "RAWDevelopingSoftware",
              "MetadataEditingSoftware")),
    ("XMP", ("CreatorTool", "softwareAgent", "Software", "ProcessingSoftware", "ImageEditingSoftware",
             "RAWDevelopingSoftware", "Generator")),
    ("PNG", ("Software", "Generator", "CreatorTool", "Creator Tool")),
    ("IPTC", ("OriginatingProgram", "Program")),
    ("container", ("Software", "Encoder", "EncodingTool", "CreatorTool", "Generator", "Tool")),
)  # fmt: skip
_CREDIT_FIELDS: Table = (
    ("XMP", ("Credit", "CreditLine")),
    ("IPTC", ("credit", "CreditLine")),
    ("PNG", ("Credit", "CreditLine")),
    ("EXIF", ("Credit",)),
    ("comment", ("comment",)),
)
_CAMERA_FIELDS: Table = (("EXIF", ("Make", "Model")), ("XMP", ("Make", "Model")))
_OTHERS = (
    "Ingredients",
    "Pantry",
    "DerivedFrom",
    "Manifest",
    "RenditionOf",
    "ArtworkOrObject",
)  # XMP about other files
_VOCABULARY = "cv.iptc.org/newscodes/digitalsourcetype/"
_MOST = 50  # fields of one name that are looked at

DECLARED = Sentence("declarations.declared", "{place} declares the digital source type {term} ({meaning}).")
UNKNOWN_TYPE = Sentence(
    "declarations.unknown_type", "{place} declares a digital source type that the vocabulary does not have: {value:60}."
)
FIELD = Sentence("declarations.field", "The {place} field {name}")
COMMENT = Sentence("declarations.comment", "The file's comment")
NAMES_GENERATOR = Sentence("declarations.names_generator", "{field} names the generator {generator}: {value:80}.")
NAMES_AS_CAMERA = Sentence(
    "declarations.names_as_camera",
    "{field} names a generator of pictures, {generator}, where a camera belongs: {value:80}.",
)
NAMES_IN_HISTORY = Sentence(
    "declarations.names_in_history",
    "XMP's history of edits names the generator {generator} for a later step: {value:80}.",
)
CREDITS_GENERATED = Sentence(
    "declarations.credits_generated", "{field} declares that AI generated the picture: {value:80}."
)
CREDITS_EDITED = Sentence("declarations.credits_edited", "{field} declares that AI edited the picture: {value:80}.")
AI_FIELDS = Sentence("declarations.ai_fields", "{place} holds IPTC's fields about generative AI: {details}.")
AI_SYSTEM = Sentence("declarations.ai_system", "system {value:60}")
AI_VERSION = Sentence("declarations.ai_version", "version {value:40}")
AI_PROMPT = Sentence("declarations.ai_prompt", "prompt {value:80}")
AI_WRITER = Sentence("declarations.ai_writer", "the author of the prompt")
STATE_LABELS: dict[Label, tuple[Supports, Sentence]] = {
    "generated": (
        "synthetic",
        Sentence("declarations.label_generated", "China's AI label in {place} declares the picture as generated{by}."),
    ),
    "possible": (
        "neutral",
        Sentence(
            "declarations.label_possible", "China's AI label in {place} says that AI may have made the picture{by}."
        ),
    ),
    "suspected": (
        "neutral",
        Sentence("declarations.label_suspected", "China's AI label in {place} says that AI is suspected{by}."),
    ),
    "unknown": (
        "neutral",
        Sentence(
            "declarations.label_unknown", "{place} holds China's AI label without a value that is known here{by}."
        ),
    ),
}
LABEL_STANDARD = Sentence(
    "declarations.label_standard",
    "The standard GB 45438-2025 prescribes the label: 1 is generated, 2 is possibly generated, 3 is suspected.",
)
BY = Sentence("declarations.by", "; it names the producer {value:60}")
GALAXY_AI = Sentence(
    "declarations.galaxy_ai", "Samsung's photo editor noted in the file that generative AI took part in an edit."
)
GALAXY_CAVEAT = Sentence("declarations.galaxy_caveat", "Samsung does not document this note.")
GROK = Sentence(
    "declarations.grok",
    "EXIF holds a signature and an identifier in the form in which xAI's Grok writes them into generated pictures.",
)
GROK_CAVEAT = Sentence(
    "declarations.grok_caveat", "The signature can't be checked here, since xAI's key is not public."
)
MIDJOURNEY = Sentence(
    "declarations.midjourney", "The description in {place} ends with a job number, as Midjourney writes it: {value:80}."
)


def evidence(contents: Contents, fields: NamedFields, known: Collection[str]) -> list[Evidence]:
    """Every declaration in the file, each once, without generation parameters.

    Args:
        contents: what the file holds.
        fields: its fields by name.
        known: programs whose parameters of generation the file holds; their names need not be told again.
    """
    types = list(_source_types(fields))
    edited = any(item.supports == "tampered" for item in types)
    generated = any(item.supports == "synthetic" for item in types)
    found = [*types, *_labels(contents, fields, "tampered" if edited and not generated else "synthetic")]
    found += _credits(fields)
    told = set(known)
    for item, generator in _generators(fields):
        if generator not in told:
            told.add(generator)
            found.append(item)
    return found


def _source_types(fields: NamedFields) -> Iterator[Evidence]:
    seen: set[str] = set()
    for place in ("XMP", "IPTC", "EXIF", "PNG", "container", "comment"):
        named = fields.all(place, "DigitalSourceType", "DigitalSourceFileType")[:_MOST]
        whole = [f for f in fields.all(place, "UserComment", "ImageDescription", "comment")[:_MOST] if _is_term(f)]
        for field in (*named, *whole):
            if _about_another(field):
                continue
            known = source_type(field.value.raw)
            term = known[0] if known else "unknown"
            if term in seen:
                continue
            seen.add(term)
            where, source = PLACES[place](), SOURCES.get(place, "file")
            if known is None:
                statement = UNKNOWN_TYPE(place=where, value=field.value)
                yield forgeable(source, statement, "neutral", flags=(Flag.QUOTES,))
            else:
                statement = DECLARED(place=where, term=term, meaning=known[2])
                yield forgeable(source, statement, known[1], flags=(Flag.DECLARES,))


def _is_term(field: Field) -> bool:
    """Whether a comment is the address of a source type and nothing else."""
    text = field.value.raw.strip() if len(field.value.raw) < 200 else ""
    return text.startswith("http") and " " not in text and _VOCABULARY in text


def _labels(contents: Contents, fields: NamedFields, supports: Supports) -> Iterator[Evidence]:
    """The marks of single makers and states; IPTC's fields on AI support `supports`."""
    if (given := maker_marks.ai_fields(fields)) is not None:
        named = ((AI_SYSTEM, given.system), (AI_VERSION, given.version), (AI_PROMPT, given.prompt))
        details = ", ".join(sentence(value=value) for sentence, value in named if value) or AI_WRITER()
        statement = AI_FIELDS(place=PLACES[given.place](), details=details)
        flags = (Flag.DECLARES, Flag.QUOTES)
        yield forgeable(SOURCES.get(given.place, "file"), statement, supports, flags=flags)
    if (label := maker_marks.state_label(contents)) is not None:
        weight, sentence = STATE_LABELS[label.says]
        by = BY(value=label.producer) if label.producer else ""
        statement = sentence(place=PLACES[label.place](), by=by)
        flags = (Flag.DECLARES, Flag.QUOTES) if by else (Flag.DECLARES,)
        yield forgeable(SOURCES.get(label.place, "file"), statement, weight, LABEL_STANDARD(), flags=flags)
    if maker_marks.galaxy_ai(contents):
        yield forgeable("file", GALAXY_AI(), "tampered", GALAXY_CAVEAT(), flags=(Flag.DECLARES,))
    if maker_marks.grok_signature(fields):
        yield forgeable("exif", GROK(), "synthetic", GROK_CAVEAT(), flags=(Flag.DECLARES,))
    if (job := maker_marks.midjourney_job(fields)) is not None:
        place, text = job
        statement = MIDJOURNEY(place=PLACES[place](), value=Foreign(text.raw[-200:]))
        yield forgeable(SOURCES.get(place, "file"), statement, "synthetic", flags=(Flag.DECLARES, Flag.QUOTES))


def _credits(fields: NamedFields) -> Iterator[Evidence]:
    """Credit lines, comments and fields for software that are whole phrases about AI."""
    seen: set[str] = set()
    for place, field, name in _named(fields, _CREDIT_FIELDS):
        making = declared_making(field.value.raw)
        if making is not None:
            yield from _credit(place, name, field, making[0] == "edited", seen)
    for place, field, name in _named(fields, TOOL_FIELDS):
        made = phrase(field.value.raw)
        if made is not None and tool_named(field.value.raw) is None:
            yield from _credit(place, name, field, made == "edited", seen)


def _credit(place: Place, name: str, field: Field, edited: bool, seen: set[str]) -> Iterator[Evidence]:
    value = field.value.raw.strip().casefold()[:200]
    if value in seen:
        return
    seen.add(value)
    sentence, supports = (CREDITS_EDITED, "tampered") if edited else (CREDITS_GENERATED, "synthetic")
    statement = sentence(field=_called(place, name), value=field.value)
    yield forgeable(SOURCES.get(place, "file"), statement, supports, flags=(Flag.DECLARES, Flag.QUOTES))


def _generators(fields: NamedFields) -> Iterator[tuple[Evidence, str]]:
    """Fields for software and for the camera that name a generator, and its name."""
    tables: tuple[tuple[Where, Table], ...] = (("tool", TOOL_FIELDS), ("camera", _CAMERA_FIELDS))
    for where, table in tables:
        for place, field, name in _named(fields, table):
            program = tool_named(field.value.raw, where)
            if program is None or program.kind != "generator":
                continue
            if _is_later_step(field, fields):
                statement = NAMES_IN_HISTORY(generator=program.name, value=field.value)
                flags = (Flag.DECLARES, Flag.QUOTES)
                yield forgeable("xmp", statement, "tampered", flags=flags), program.name
                continue
            sentence = NAMES_GENERATOR if where == "tool" else NAMES_AS_CAMERA
            statement = sentence(field=_called(place, name), generator=program.name, value=field.value)
            flags = (Flag.DECLARES, Flag.QUOTES)
            yield forgeable(SOURCES.get(place, "file"), statement, "synthetic", flags=flags), program.name


def _named(fields: NamedFields, table: Table) -> Iterator[tuple[Place, Field, str]]:
    """The fields of a table that are about this file, with the name that the table gives them."""
    for place, names in table:
        for name in names:
            for field in fields.all(place, name)[:_MOST]:
                if not _about_another(field):
                    yield place, field, name


def _is_later_step(field: Field, fields: NamedFields) -> bool:
    """Whether a software agent stands in XMP's history, and not at the step that made the picture."""
    if not any("History" in step for step in field.path):
        return False
    step = field.path[:-1]
    actions = [other.value.raw.strip().casefold() for other in fields.all("XMP", "action") if other.path[:-1] == step]
    return not any(action in ("created", "generated") for action in actions) and "[1]" not in step


def _called(place: Place, name: str) -> str:
    """What a field is called at the beginning of a sentence."""
    return COMMENT() if place == "comment" else FIELD(place=PLACES[place](), name=name)


def _about_another(field: Field) -> bool:
    """Whether an XMP field is about another file, such as one that was placed into this one."""
    return any(other in step for step in field.path for other in _OTHERS)


def quoted(fields: NamedFields) -> set[str]:
    """The texts of fields for software that a declaration is made of, so that they need not be named again."""
    texts: set[str] = set()
    for _, field, _ in _named(fields, TOOL_FIELDS):
        text = field.value.raw
        program = tool_named(text)
        if (program is not None and program.kind == "generator") or phrase(text) is not None:
            texts.add(text.strip("\0 \r\n\t"))
    return texts
