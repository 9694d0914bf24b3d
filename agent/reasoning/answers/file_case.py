"""A file as questions about it see it: what it holds, what is known of it, and how an answer quotes and cites it.

Every text of the file enters an answer as a quotation with its field named. Findings of the examination are cited by
their ids; what an answer says of the file beside them is cited as the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from ...evidence import Evidence, ExhibitFacts, Flag
from ...foreign import Foreign
from ...provenance.contents import Contents, Field, Place
from ...provenance.credential_types import Finding, Manifest
from ...provenance.credentials import declaration_findings as said_of_claims
from ...provenance.credentials.validation_codes import FILE_DIFFERS, UNCOVERED
from ...provenance.rules import contradictions, passages
from ...provenance.rules.named_fields import NamedFields, key
from ...provenance.rules.parameters import PLACES
from ...provenance.rules.software_history import FIELD
from ...sentences import Sentence
from ..answer_items import FILE, Item
from ..stance import Role, Stance

MOST = 6  # items of an answer
_TRUST = "trust:"  # begins the name of a list of certificates among the versions of a record

AND = Sentence("file_case.and", "{first} and {last}")
MORE = Sentence("file_case.more", "The command `telltale inspect FILE` prints everything that the file holds, in full.")
FORGEABLE = Sentence(
    "file_case.forgeable",
    "Anyone can write such data into a file with free tools, so this is what the file says and no proof.",
)
NOT_TAKEN = Sentence(
    "file_case.not_taken",
    "If AI made the picture, as the file says, no camera took it, and it has no time and place of a shot.",
)
CREDENTIALS_CHANGED = Sentence(
    "file_case.credentials_changed",
    "The credentials were changed after they were signed, so anyone could have written what they say now.",
)
SEALED = Sentence(
    "file_case.sealed",
    "The file is unchanged since {signer}, whom you trust, signed it; what stood in it before that, anyone could have "
    "written.",
)


@dataclass(frozen=True)
class FileCase:
    """One examined file.

    Attributes:
        contents: what it holds beside the pixels.
        facts: of the file.
        evidence: of the examination, numbered; findings that are not among it are cited as the file.
        versions: of the tools and lists that were used, as a record has them.
    """

    contents: Contents
    facts: ExhibitFacts
    evidence: Sequence[Evidence] = ()
    versions: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def fields(self) -> NamedFields:
        """The fields by place and name."""
        return NamedFields(self.contents)

    @property
    def manifest(self) -> Manifest | None:
        """The picture's own manifest; None if the file has no content credentials or they could not be read."""
        found = self.contents.credentials
        return found if found is not None and found.has_manifest else None

    @property
    def trust_list(self) -> str:
        """The certificates under which signers were checked: `c2pa`, or the name of a file; empty if none were."""
        return next((name.removeprefix(_TRUST) for name in self.versions if name.startswith(_TRUST)), "")

    @property
    def declared(self) -> list[Evidence]:
        """The findings that the file itself declares how it was made."""
        return [one for one in self.evidence if one.kind == "provenance" and one.has(Flag.DECLARES)]

    @property
    def generated(self) -> list[Evidence]:
        """The findings that the file itself declares that AI made all of the picture."""
        return [one for one in self.declared if one.supports == "synthetic"]

    @property
    def declared_unreal(self) -> list[Evidence]:
        """The findings that the file itself declares that AI made it or that a part of it was altered."""
        return [one for one in self.declared if one.supports in ("synthetic", "tampered")]

    @property
    def conflicts(self) -> list[Evidence]:
        """The findings that the file's own data contradict each other."""
        return [one for one in self.evidence if one.kind == "provenance" and one.has(Flag.CONTRADICTS)]

    @property
    def ways(self) -> list[Evidence]:
        """The findings through what the file came: a platform, a messenger, a screen; its name is read as well."""
        return passages.evidence(self.fields, self.facts, credentials=self.contents.credentials is not None)

    @property
    def through(self) -> list[Evidence]:
        """Those of them that name a platform or messenger, and not a screen by the file's name alone."""
        return [one for one in self.ways if one.statement != passages.SCREENSHOT_NAME()]

    def cited(self, findings: Iterable[Evidence]) -> list[Item]:
        """Findings as items, each under its number in the examination."""
        numbers = {one.statement: one.id for one in self.evidence if one.kind == "provenance" and one.id}
        return [said(one.statement, numbers.get(one.statement, FILE)) for one in findings]

    def own(self, place: Place, *names: str) -> list[Field]:
        """The fields under these names that are about the file itself, and not about one that it was made from."""
        return [one for one in self.fields.all(place, *names) if is_own(one)]

    def value(self, place: Place, *names: str) -> Foreign | None:
        """The first text of the file's own fields under one of these names."""
        return next((stripped(one.value) for one in self.own(place, *names)), None)

    def part(self, *names: str) -> Contents:
        """The fields under these names alone, wherever they stand, without the other pictures in the file."""
        wanted = {key(name) for name in names}
        return Contents(fields=tuple(one for one in self.contents.fields if key(one.name) in wanted))

    def contradicting(self, *names: str) -> list[Evidence]:
        """The findings that fields under these names contradict each other, or what is known of cameras."""
        return self._contradictions(self.part(*names))

    @property
    def differing(self) -> list[Evidence]:
        """The findings that a small picture in the file shows something else than the picture."""
        return self._contradictions(Contents(parts=self.contents.parts))

    def _contradictions(self, part: Contents) -> list[Evidence]:
        now = datetime.now(UTC).replace(tzinfo=None)
        return contradictions.evidence(part, NamedFields(part), self.facts, now)


def is_own(one: Field) -> bool:
    """Whether a field stands at the top of its packet; deeper ones in XMP are about steps, parts or other files."""
    return sum(not step.startswith("[") for step in one.path) <= 1


def said(text: str, ident: str = FILE) -> Item:
    """One thing to say of the file, as it stands."""
    return Item(ident, Stance(Role.FILE), text, must=True, fixed=True)


def called(place: Place, name: str) -> str:
    """What a field is called in an answer, as in `EXIF DateTimeOriginal`; `name` is a word of our own."""
    return PLACES[place]() if place == "comment" else FIELD(place=PLACES[place](), name=name)


def stripped(value: Foreign) -> Foreign:
    """A text without the zero bytes and spaces around it."""
    return Foreign(value.raw.strip("\0 \r\n\t"))


def listed(parts: Iterable[str]) -> str:
    """Some parts of a sentence, each once, as a list."""
    *first, last = list(dict.fromkeys(parts)) or [""]
    return AND(first=", ".join(first), last=last) if first else last


def answer(items: Iterable[Item], *closing: Item) -> list[Item]:
    """The first items of an answer, each text once, and those that end it."""
    end = list(dict.fromkeys(closing))[:MOST]
    return [*list(dict.fromkeys(items))[: MOST - len(end)], *end]


def forgeable(case: FileCase) -> Item:
    """The reservation that ends an answer from metadata: anyone can write them, or a trusted signer sealed them."""
    manifest = case.manifest
    if manifest is None or not manifest.trusted or not manifest.signer or not _covers(manifest):
        return said(FORGEABLE())
    return said(SEALED(signer=f"{manifest.signer:60}"))


def claimed(case: FileCase) -> list[Item]:
    """The reservation that ends an answer from content credentials; none if a trusted signer stands behind all."""
    manifest = case.manifest
    if manifest is None or all(one.trusted for one in manifest.walk() if one.has_manifest):
        return []
    if any(status.code in FILE_DIFFERS for status in manifest.failures):
        return [said(said_of_claims.CLAIM_MISMATCH())]
    if any(status.finding is Finding.TAMPERING for status in manifest.failures):
        return [said(CREDENTIALS_CHANGED())]
    if manifest.failures:
        return [said(said_of_claims.CLAIM_UNPROVEN())]
    return [said((said_of_claims.CLAIM_CHAIN if manifest.trusted else said_of_claims.CLAIM_UNVERIFIED)())]


def _covers(manifest: Manifest) -> bool:
    """Whether the signature covers the whole file but the credentials themselves."""
    return not any(status.code in UNCOVERED for status in manifest.statuses)


def more() -> Item:
    """Where everything is that an answer has shortened or left out."""
    return said(MORE())
