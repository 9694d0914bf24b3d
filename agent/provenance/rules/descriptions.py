"""What people wrote about the picture: captions, authors, copyright, credit. It never says how the picture was made."""

from __future__ import annotations

from collections.abc import Collection

from ...evidence import Evidence, Flag
from ...foreign import Foreign
from ...sentences import Sentence
from ..contents import Field, Place
from .declarations import SOURCES
from .forgeable import forgeable
from .front_ends import of_text
from .maker_marks import grok_signature
from .named_fields import NamedFields, key
from .programs import declared_making
from .software_history import names_software

_MOST = 6  # texts that are quoted
_Fields = tuple[tuple[Place, tuple[str, ...]], ...]

CAPTION = Sentence("descriptions.caption", "caption {value:80}")
TITLE = Sentence("descriptions.title", "title {value:60}")
AUTHOR = Sentence("descriptions.author", "author {value:60}")
COPYRIGHT = Sentence("descriptions.copyright", "copyright {value:60}")
CREDIT = Sentence("descriptions.credit", "credit {value:60}")
SOURCE = Sentence("descriptions.source", "source {value:60}")
KEYWORDS = Sentence("descriptions.keywords", "keywords {value:80}")
COMMENT = Sentence("descriptions.comment", "comment {value:80}")
WRITTEN = Sentence("descriptions.written", "The metadata describe the picture: {texts}.")
CAVEAT = Sentence("descriptions.caveat", "Such texts tell what somebody wrote, not how the picture was made.")
_TEXTS: tuple[tuple[Sentence, _Fields], ...] = (
    (
        CAPTION,
        (
            ("XMP", ("description",)),
            ("IPTC", ("caption/abstract", "caption")),
            ("EXIF", ("ImageDescription", "XPSubject")),
            ("PNG", ("Description",)),
        ),
    ),
    (
        TITLE,
        (
            ("XMP", ("title", "Headline")),
            ("IPTC", ("headline", "object name")),
            ("EXIF", ("XPTitle", "ImageTitle")),
            ("PNG", ("Title",)),
        ),
    ),
    (
        AUTHOR,
        (
            ("XMP", ("creator",)),
            ("IPTC", ("by-line",)),
            ("EXIF", ("Artist", "Photographer", "XPAuthor")),
            ("PNG", ("Author",)),
        ),
    ),
    (
        COPYRIGHT,
        (("XMP", ("rights",)), ("IPTC", ("copyright notice",)), ("EXIF", ("Copyright",)), ("PNG", ("Copyright",))),
    ),
    (CREDIT, (("XMP", ("Credit", "CreditLine")), ("IPTC", ("credit",)))),
    (SOURCE, (("XMP", ("Source",)), ("IPTC", ("source",)), ("PNG", ("Source",)))),
    (
        COMMENT,
        (
            ("EXIF", ("UserComment", "XPComment")),
            ("XMP", ("UserComment",)),
            ("PNG", ("Comment",)),
            ("comment", ("comment",)),
        ),
    ),
    (KEYWORDS, (("XMP", ("subject",)), ("IPTC", ("keywords",)), ("EXIF", ("XPKeywords",)))),
)


def evidence(fields: NamedFields, parameters: Collection[tuple[Place, str]] = ()) -> list[Evidence]:
    """One neutral piece of evidence that quotes the first text of each kind; nothing if there is none.

    Args:
        fields: the fields of the file by name.
        parameters: place and key of fields that hold parameters of generation and are left out.
    """
    texts, sources, seen = [], [], set[str]()
    signed = grok_signature(fields)
    for sentence, table in _TEXTS:
        for place, names in table:
            if signed and place == "EXIF" and sentence in (CAPTION, AUTHOR):  # a signature and an identifier
                continue
            values = [field.value.raw.strip("\0 \r\n\t") for field in _described(fields, parameters, place, names)]
            if sentence is not KEYWORDS:
                values = values[:1]
            joined = ", ".join(value[:200] for value in values if value)
            if not joined or joined in seen or _is_no_prose(sentence, values[0]):
                continue
            seen.add(joined)
            if not any(text[0] is sentence for text in texts):
                texts.append((sentence, sentence(value=Foreign(joined))))
                sources.append(SOURCES.get(place, "file"))
    if not texts:
        return []
    statement = WRITTEN(texts=", ".join(text for _, text in texts[:_MOST]))
    return [forgeable(sources[0], statement, "neutral", CAVEAT(), flags=(Flag.QUOTES,))]


def _described(
    fields: NamedFields, parameters: Collection[tuple[Place, str]], place: Place, names: tuple[str, ...]
) -> list[Field]:
    return [field for field in fields.all(place, *names)[:20] if (place, key(field.name)) not in parameters]


def _is_no_prose(sentence: Sentence, text: str) -> bool:
    """Whether a text is a program's or a declaration, about which other evidence tells."""
    if text[:1] in "{[" or text[:12].casefold().startswith(("prompt:", "workflow:")) or of_text(text) is not None:
        return True
    if sentence in (CREDIT, COMMENT) and declared_making(text) is not None:
        return True
    return sentence is COMMENT and names_software(text)
