"""The item in a report: the file and its hash, original or copy, how suitable it is, and what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from ..evidence import Examination, Quality
from ..foreign import Foreign
from ..intake import SMALL_SIDE
from ..provenance.contents import Contents
from ..provenance.credential_types import Finding, Manifest
from ..quality import limits
from ..reasoning.weighing.verdict import WORST_QUALITY
from ..report.contents_sections import CAMERA, DESCRIPTIONS, GENERATION, OTHER, SOFTWARE, TIMES, Row, sorted_rows
from ..report.contents_table import NOTHING
from ..sentences import Sentence
from . import report_labels as labels
from .document_parts import (
    Block,
    Cell,
    Exact,
    Facts,
    Line,
    Paragraph,
    Points,
    Quoted,
    Said,
    Section,
    Table,
    exact,
    said,
)

FIELDS = {
    TIMES: Sentence("item_sections.times", "Times and place"),
    CAMERA: Sentence("item_sections.camera", "Camera"),
    SOFTWARE: Sentence("item_sections.software", "Software and history"),
    DESCRIPTIONS: Sentence("item_sections.descriptions", "Descriptions"),
    GENERATION: Sentence("item_sections.generation", "Generation parameters"),
    OTHER: Sentence("item_sections.other", "Other fields, present but not interpreted"),
}
PARTS = Sentence("item_sections.parts", "Embedded pictures and data")
WARNINGS = Sentence("item_sections.warnings", "Warnings")
_ROWS, _FIELDS, _LENGTH, _DEPTH = 60, 20, 300, 8
_SIGNATURE = "claimSignature.validated"  # what the signature covers, hashes among it, reads as it was signed
SIZE = Sentence("item_sections.size", "Size")
KIND = Sentence("item_sections.kind", "File format")
PIXELS = Sentence("item_sections.pixels", "Pixels, upright")
FRAMES = Sentence("item_sections.frames", "Frames")
JPEG = Sentence("item_sections.jpeg", "JPEG quality, estimated")
RECORD_HASH = Sentence("item_sections.record_hash", "SHA-256 of the record")
RECEIVED = Sentence("item_sections.received", "How it was received")
BYTES = Sentence("item_sections.bytes", "{count:,} bytes")
ORIGINAL = Sentence("item_sections.original", "Original or copy")
CAMERA_UNKNOWN = Sentence(
    "item_sections.camera_unknown",
    "A file does not show whether it is the original. Compare its hash with that of the file in the device or account "
    "from which it came.",
)
SIGNS_OF_COPY = Sentence(
    "item_sections.signs_of_copy", "Copies often show the following; an original can show it as well:"
)
NO_SIGN = Sentence("item_sections.no_sign", "No sign of a copy was found, which does not show that it is the original.")
TOO_SMALL = Sentence(
    "item_sections.too_small", "The short side has {side:.0f} px; below {least:.0f} px most measurements are not made."
)
TOO_COMPRESSED = Sentence(
    "item_sections.too_compressed",
    "Below JPEG quality {least:.0f} no label is given; this file has about {quality:.0f}.",
)
SUITED = Sentence(
    "item_sections.suited", "Size, compression and metadata show nothing that limits this examination in particular."
)
WHAT_LIMITS = Sentence("item_sections.what_limits", "This limits what can be said:")
CREDENTIALS = Sentence("item_sections.credentials", "Content credentials (C2PA): integrity and trust are told apart.")
INTEGRITY = Sentence("item_sections.integrity", "Integrity")
TRUST = Sentence("item_sections.trust", "Trust")
SIGNER = Sentence("item_sections.signer", "Signer")
PROGRAM = Sentence("item_sections.program", "Made with, as the manifest says")
SIGNED_AT = Sentence("item_sections.signed_at", "Signed, as the manifest says")
OWN = Sentence("item_sections.own", "Content credentials of the picture")
OF_INGREDIENT = Sentence("item_sections.of_ingredient", "Content credentials of an ingredient")
RULES = Sentence("item_sections.rules", "Rules of the standard")
RULES_BROKEN = Sentence("item_sections.rules_broken", "The credentials break them:")
CERTIFICATE = Sentence("item_sections.certificate", "Certificate")
NOT_VALID = Sentence("item_sections.not_valid", "It was not valid at the time of signing, or was revoked:")
NOT_ALL_CHECKED = Sentence("item_sections.not_all_checked", "Not every check could be made.")
INTACT = Sentence("item_sections.intact", "Hashes and signature match.")
BROKEN = Sentence("item_sections.broken", "These checks failed:")
TRUSTED = Sentence("item_sections.trusted", "The signer is on a list of trusted signers that was used.")
UNTRUSTED = Sentence(
    "item_sections.untrusted", "The signer is on no list of trusted signers that was used, so nobody vouches for it."
)
SEE_FINDINGS = Sentence(
    "item_sections.see_findings",
    "Lists of trusted signers were used in the examination. The findings say what came of it.",
)
LEFT_OUT = Sentence(
    "item_sections.left_out", "Rows that are left out here: {count:,}. The command telltale inspect shows them."
)
NOT_HELD = Sentence(
    "item_sections.not_held",
    "This report was made from a saved record, without the file. The command telltale inspect shows what "
    "the file holds.",
)


def item(record: Examination, received: Foreign | None) -> Section:
    """The file with its hashes."""
    facts = record.exhibit
    rows: list[tuple[Line, Cell]] = [
        (said(labels.FILE()), ((Quoted(Foreign(facts.name)),),)),
        ((Exact("SHA-256"),), (exact(facts.sha256),)),
        (said(SIZE()), (said(BYTES(count=facts.size)),)),
        (said(KIND()), (exact(facts.media_type),)),
        (said(PIXELS()), (exact(f"{facts.width}×{facts.height}"),)),
    ]
    if facts.frames > 1:
        rows.append((said(FRAMES()), (exact(facts.frames),)))
    if facts.quality.jpeg_quality is not None:
        rows.append((said(JPEG()), (exact(facts.quality.jpeg_quality),)))
    rows.append((said(RECEIVED()), ((Quoted(received),) if received is not None else said(labels.NOT_GIVEN()),)))
    rows.append((said(RECORD_HASH()), (exact(record_hash(record)),)))
    copied = [*limits(facts.quality), *(f"{sign}." for sign in facts.quality.screenshot)]
    blocks: list[Block] = [Facts(tuple(rows)), Paragraph(said(ORIGINAL()), "heading")]
    if copied:
        blocks += [Paragraph(said(SIGNS_OF_COPY())), Points(tuple(map(said, copied)))]
    else:
        blocks.append(Paragraph(said(NO_SIGN())))
    blocks.append(Paragraph(said(CAMERA_UNKNOWN())))
    return Section("item", Said(labels.ITEM()), tuple(blocks))


def record_hash(record: Examination) -> str:
    """SHA-256 of the record as compact JSON."""
    return hashlib.sha256(record.model_dump_json(by_alias=True).encode()).hexdigest()


def suitability(record: Examination) -> Section:
    """What about the file limits the examination."""
    found = [*record.exhibit.warnings, *_limits(record.exhibit.quality)]
    if not found:
        return Section("suitability", Said(labels.SUITABILITY()), (Paragraph(said(SUITED())),))
    blocks = (Paragraph(said(WHAT_LIMITS())), Points(tuple(map(said, dict.fromkeys(found)))))
    return Section("suitability", Said(labels.SUITABILITY()), blocks)


def _limits(quality: Quality) -> Iterator[str]:
    if quality.short_side < SMALL_SIDE:
        yield TOO_SMALL(side=quality.short_side, least=SMALL_SIDE)
    if quality.jpeg_quality is not None and quality.jpeg_quality < WORST_QUALITY:
        yield TOO_COMPRESSED(least=WORST_QUALITY, quality=quality.jpeg_quality)
    yield from limits(quality)


def contents(held: Contents | None, record: Examination) -> Section:
    """Everything in the file, quoted; content credentials first.

    Whether a signer is trusted depends on the lists of the examination. The file may have been read again without
    them, so a signer that is not found trusted now is not said to be untrusted if lists were used then.
    """
    title = Said(labels.CONTENTS())
    if held is None:
        return Section("contents", title, (Paragraph(said(NOT_HELD())),))
    blocks: list[Block] = []
    if held.credentials is not None:
        blocks.append(Paragraph(said(CREDENTIALS())))
        listed = any(name.startswith("trust:") for name in record.versions)
        for each in list(held.credentials.walk())[:_DEPTH]:
            if each.has_manifest:
                title_of = OWN if each.relationship == "self" else OF_INGREDIENT
                blocks += [Paragraph(said(title_of()), "heading"), Facts(_manifest(each, listed=listed))]
    for name, rows in sorted_rows(held.fields).items():
        if rows:
            blocks += _fields(name, rows)
    if held.parts:
        blocks.append(Paragraph(said(PARTS()), "heading"))
        told = (f"{part.kind}, {part.media_type or '?'}, {part.where}".strip(", ") for part in held.parts[:_ROWS])
        blocks += [Points(tuple(exact(line) for line in told))]
    if held.warnings:
        blocks += [Paragraph(said(WARNINGS()), "heading"), Points(tuple(map(said, held.warnings)))]
    return Section("contents", title, tuple(blocks) or (Paragraph(said(NOTHING())),))


def _manifest(manifest: Manifest, *, listed: bool) -> tuple[tuple[Line, Cell], ...]:
    """Integrity, rules, certificate and trust of a manifest, each by the checks that are about it."""
    rules = _codes(manifest, Finding.NON_CONFORMANCE)
    certificate = _codes(manifest, Finding.EXPIRED, Finding.REVOKED)
    not_trusted = SEE_FINDINGS if listed else UNTRUSTED
    rows: list[tuple[Line, Cell]] = [
        (said(labels.NAME()), ((Quoted(manifest.title or manifest.label),),)),
        (said(INTEGRITY()), _integrity(manifest)),
    ]
    if rules:
        rows.append((said(RULES()), (said(RULES_BROKEN()), *rules)))
    if certificate:
        rows.append((said(CERTIFICATE()), (said(NOT_VALID()), *certificate)))
    rows.append((said(TRUST()), (said((TRUSTED if manifest.trusted else not_trusted)()),)))
    named = ((SIGNER, manifest.signer), (PROGRAM, manifest.program), (SIGNED_AT, manifest.signed_at))
    rows += [(said(name()), ((Quoted(value),),)) for name, value in named if value]
    return tuple(rows)


def _integrity(manifest: Manifest) -> Cell:
    """Whether hashes and signature match; not every check is made where another one failed."""
    if broken := _codes(manifest, Finding.TAMPERING, Finding.OTHER):
        return (said(BROKEN()), *broken)
    whole = manifest.intact or manifest.succeeded(_SIGNATURE)
    return (said((INTACT if whole else NOT_ALL_CHECKED)()),)


def _codes(manifest: Manifest, *findings: Finding) -> Cell:
    """The codes of failed checks of some kinds."""
    failed = (status.code for status in manifest.failures if status.finding in findings)
    return tuple(exact(code) for code in dict.fromkeys(failed))


def _fields(name: str, rows: list[Row]) -> Iterator[Block]:
    shown = tuple(
        (
            ((Quoted(Foreign(row.name), 80), Exact(row.place)),),
            tuple((Quoted(field.value, _LENGTH),) for field in row.fields[:_FIELDS]),
        )
        for row in rows[:_ROWS]
    )
    yield Paragraph(said(FIELDS[name]()), "heading")
    yield Table((said(labels.FIELD()), said(labels.VALUE())), shown, (1, 1))
    if len(rows) > _ROWS:
        yield Paragraph(said(LEFT_OUT(count=len(rows) - _ROWS)), "note")
