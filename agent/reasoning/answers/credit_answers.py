"""Who is named as author, owner or source of a picture, and what the caption says: as texts, never as facts."""

from __future__ import annotations

from collections.abc import Iterator

from ...provenance.contents import Place
from ...provenance.credentials.declaration_findings import others
from ...provenance.credentials.integrity_findings import signer
from ...provenance.rules.maker_marks import grok_signature
from ...sentences import Sentence
from ..answer_items import Item
from .file_case import FileCase, answer, called, forgeable, listed, said, stripped

Names = tuple[tuple[Place, str], ...]

_AUTHORS: Names = (
    ("EXIF", "Artist"), ("EXIF", "Photographer"), ("EXIF", "XPAuthor"), ("IPTC", "by-line"), ("XMP", "creator"),
    ("XMP", "Author"), ("PNG", "Author"),
)  # fmt: skip
_OWNERS: Names = (("EXIF", "CameraOwnerName"), ("EXIF", "OwnerName"), ("XMP", "OwnerName"))
_RIGHTS: Names = (
    ("EXIF", "Copyright"), ("IPTC", "copyright notice"), ("XMP", "rights"), ("XMP", "UsageTerms"),
    ("XMP", "WebStatement"), ("PNG", "Copyright"),
)  # fmt: skip
CREDITS: Names = (("IPTC", "credit"), ("XMP", "Credit"), ("XMP", "CreditLine"))
SOURCES: Names = (("IPTC", "source"), ("XMP", "Source"), ("PNG", "Source"))
CAPTIONS: Names = (
    ("IPTC", "caption/abstract"), ("XMP", "description"), ("EXIF", "ImageDescription"), ("PNG", "Description"),
    ("IPTC", "headline"), ("XMP", "Headline"), ("XMP", "title"), ("PNG", "Title"),
)  # fmt: skip
_MOST = 3  # texts of one kind

AUTHOR = Sentence("credit_answers.author", "The file names as the author of the picture: {texts}.")
AUTHOR_BY_CREDENTIALS = Sentence(
    "credit_answers.author_by_credentials",
    "The content credentials of the file name as the author of the picture: {names}.",
)
NO_AUTHOR = Sentence("credit_answers.no_author", "The file does not say who took or made the picture.")
NO_AUTHOR_BUT = Sentence(
    "credit_answers.no_author_but",
    "The file names no author of the picture.",
)
TEXT = Sentence("credit_answers.text", "{value:80} ({field})")
CAPTION_TEXT = Sentence("credit_answers.caption_text", "{value:160} ({field})")
OWNER = Sentence("credit_answers.owner", "Owner of the camera: {texts}.")
RIGHTS = Sentence("credit_answers.rights", "Rights: {texts}.")
CREDIT = Sentence("credit_answers.credit", "Credit: {texts}.")
SOURCE = Sentence("credit_answers.source", "Source: {texts}.")
CAPTION = Sentence("credit_answers.caption", "Caption or title: {texts}.")
SIGNED = Sentence(
    "credit_answers.signed", "Its content credentials were signed by {signer}, who need not be the author."
)
NO_PROOF = Sentence(
    "credit_answers.no_proof",
    "A name in a file does not show who took the picture. Ask the person or the agency that is named.",
)
FIND_OUT = Sentence(
    "credit_answers.find_out",
    "Look for the oldest copy with a reverse image search, and ask whoever published it first. This tool does not "
    "recognise people.",
)


def credited(case: FileCase) -> list[Item]:
    """Who is named as the author, the owner and the source of the picture, and its caption."""
    authors = texts(case, _AUTHORS, TEXT)
    named = [said(AUTHOR(texts="; ".join(authors)))] if authors else []
    if case.manifest is not None and case.manifest.authors:
        named.append(said(AUTHOR_BY_CREDENTIALS(names=listed(f"{name:60}" for name in case.manifest.authors[:_MOST]))))
    rest = [*_rest(case)]
    end = [forgeable(case), said(NO_PROOF())]
    if named:
        return answer([*named, *rest], *end)
    if rest:
        owned = texts(case, _RIGHTS)  # whoever asks whose it is wants to know that first
        return answer([*rest, said(NO_AUTHOR_BUT())] if owned else [said(NO_AUTHOR_BUT()), *rest], *end)
    return answer([said(NO_AUTHOR()), *case.cited(case.generated[:1])], said(FIND_OUT()))


def credited_names(case: FileCase) -> list[str]:
    """The texts in which the file names authors, credits and owners of rights, as they stand."""
    found = [stripped(one.value).raw for p, n in (*_AUTHORS, *CREDITS, *_RIGHTS[:3]) for one in case.own(p, n)[:_MOST]]
    found += [name.raw for name in case.manifest.authors[:_MOST]] if case.manifest is not None else []
    return [] if grok_signature(case.fields) else list(dict.fromkeys(found))


def texts(case: FileCase, names: Names, sentence: Sentence = TEXT) -> list[str]:
    """The texts in some of the file's own fields, each once, with the fields."""
    found: dict[str, str] = {}
    signature = grok_signature(case.fields)
    for place, name in names:
        if signature and place == "EXIF" and name in ("Artist", "ImageDescription"):  # an identifier, and a signature
            continue
        for one in case.own(place, name)[:_MOST]:
            value = stripped(one.value)
            found.setdefault(value.raw[:2_000].casefold(), sentence(value=value, field=called(place, name)))
    return list(found.values())[:_MOST]


def _rest(case: FileCase) -> Iterator[Item]:
    for sentence, names, form in (
        (CREDIT, CREDITS, TEXT),
        (RIGHTS, _RIGHTS, TEXT),
        (OWNER, _OWNERS, TEXT),
        (SOURCE, SOURCES, TEXT),
    ):
        if found := texts(case, names, form):
            yield said(sentence(texts="; ".join(found)))
    manifest = case.manifest
    if manifest is not None:
        yield said(SIGNED(signer=signer(manifest)))
        people = manifest.model_copy(update={"assertions": ()})  # these also say what is said of training
        yield from case.cited(others(people))
    if found := texts(case, CAPTIONS[:4], CAPTION_TEXT):
        yield said(CAPTION(texts="; ".join(found[:1])))
