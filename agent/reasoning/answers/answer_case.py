"""What an answer is made from: the examination, the file, the instruments, the knowledge base, and the question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...evidence import ClaimJudgement, Evidence, Examination, Region, Verdict
from ...intake import Exhibit
from ...provenance.contents import Contents
from ...sandbox import Received
from ..answer_items import VERDICT, Item
from ..dialogue import knowledge
from ..dialogue.knowledge import Entry
from ..dialogue.tools import Bench, Drawn
from ..dialogue.topics import Topic
from ..dialogue.understanding import Asked
from ..dialogue.wishes import Wishes
from ..stance import Role, Stance
from ..weighing.roles import NO_ROLE, EvidenceRole, roles
from .file_case import FileCase
from .simple_words import in_simple_words

ClaimJudge = Callable[[str, Exhibit], tuple[list[Evidence], ClaimJudgement]]
# Words by which a question tells in which situation somebody is, so that advice can fit it.
_SITUATION = re.compile(
    r"\b(?:money|dating|scam|blackmail|threat|insur|claim|police|seller|buyer|landlord|rent|flat|ebay|school|teacher|daughter|"
    r"pupil|homework|sch[üu]ler|[ée]l[èe]ve|alumn|"
    r"son|child|bully|contest|exam|student|journalist|bulletin|publish|newspaper|editor|court|lawyer|nude|naked|intimate|"
    r"boss|employer|euros?|dollars?|pounds|geld|erpress|versicherung|polizei|verk[äa]ufer|vermieter|schule|gericht|argent|chantage|assur|police|"
    r"vendeur|[ée]cole|tribunal|dinero|chantaje|seguro|polic[íi]a|vendedor|escuela|tribunal)|钱|勒索|保险|警察|卖家|学校|法院",
    re.I,
)
_PAPERS = re.compile(
    r"\b(?:document|passport|id card|identity|certificate|invoice|receipt|diploma|contract|bank|payment|bill|ausweis|"
    r"dokument|urkunde|rechnung|vertrag|facture|contrat|dipl[ôo]me|document[oa]?|factura|contrato)|证件|护照|发票|合同",
    re.I,
)
# Advice that fits only who tells such a situation.
_OF_SITUATIONS = frozenset(
    {
        "document-situation", "marketplace", "dating-profile", "insurance-claim", "harassment-school", "blackmail",
        "intimate-picture-of-me", "contest-or-exam", "medical-or-personal-crisis", "money-sent", "police-work",
    }
)  # fmt: skip
# Words without which the gravest of it would frighten somebody whom it does not concern.
_INTIMATE = r"nude|naked|intimate|sexual|undress|nackt|intim|\bnue?s?\b|sexuel|desnud|[íi]ntim|裸|私密"
_TELLING = {
    "blackmail": re.compile(
        rf"blackmail|threat|extort|sextor|erpress|droh|chantage|menac|chantaje|amenaz|勒索|威胁|{_INTIMATE}", re.I
    ),
    "intimate-picture-of-me": re.compile(rf"{_INTIMATE}|porn", re.I),
    "money-sent": re.compile(
        r"money|paid|gift card|scam|fraud|geld|bezahlt|gezahlt|betrug|argent|payée?\b|arnaque|dinero|pagó|pagu[eé]|"
        r"pagado|estafa|钱|付了|付过|骗",
        re.I,
    ),
}
# Advice that fits a verdict alone, by its label; where there is another label, it is replaced.
_NEXT = {"synthetic": "next-if-synthetic", "tampered": "next-if-altered", "inconclusive": "next-if-inconclusive"}
Guide = Callable[[str, Sequence[Topic]], list[Entry]]  # from a question and the topics that it may be about


@dataclass(frozen=True)
class Case:
    """One question about one examined picture.

    Attributes:
        record: the examination.
        contents: what the file holds beside its pixels.
        bench: the instruments, with all evidence so far.
        asked: the question.
        wishes: how the answer should be.
        judge: judges a claim about the picture.
        guide: looks a question up in the knowledge base.
        other: a second picture, to compare with.
        second: the file of the last picture that was compared with; None if there was none.
        before: evidence that the last answer was about.
        earlier: what was asked before, the oldest first; a situation that was told there still holds.
        talked: the evidence that all answers so far were about.
        topics: what the last answer was about.
        language: ISO 639-1 code of the language to answer in.
    """

    record: Examination
    contents: Contents
    bench: Bench
    asked: Asked
    wishes: Wishes
    judge: ClaimJudge
    guide: Guide
    other: Received | None = None
    second: FileCase | None = None
    before: Sequence[Evidence] = ()
    earlier: Sequence[str] = ()
    talked: Sequence[Evidence] = ()
    topics: Sequence[Topic] = ()
    language: str = knowledge.ENGLISH

    @property
    def verdict(self) -> Verdict:
        """The verdict of the examination, which no question changes."""
        return self.record.verdict

    @property
    def evidence(self) -> list[Evidence]:
        """All evidence, with what was measured later."""
        return self.bench.evidence

    @cached_property
    def parts(self) -> dict[str, EvidenceRole]:
        """The part of each piece of evidence in the verdict, by its id."""
        return roles(self.evidence, self.verdict)

    @cached_property
    def file(self) -> FileCase:
        """The file as questions about it see it."""
        return FileCase(self.contents, self.record.exhibit, self.evidence, self.record.versions)

    @property
    def named(self) -> list[Evidence]:
        """The evidence that the question names by its ids."""
        return [item for item in self.evidence if item.id in self.asked.evidence]

    def role(self, item: Evidence) -> EvidenceRole:
        """The part of a piece of evidence in the verdict."""
        return self.parts.get(item.id, NO_ROLE)

    def told(self, evidence: Sequence[Evidence]) -> list[Item]:
        """Pieces of evidence as they stand, or in simple words where these are wished."""
        if self.wishes.register == "simple" and (simple := in_simple_words(evidence)):
            return simple
        return [Item(item.id, self.role(item).stance, item.statement, must=True, fixed=True) for item in evidence]

    def looked_up(self, *topics: Topic, most: int = 1) -> list[Item]:
        """What the knowledge base says to the question, as items."""
        return [line for entry in self.guide(self.asked.text, topics)[:most] for line in self.quoted(entry)]

    def advised(self) -> list[Item]:
        """What the knowledge base advises to do next, in the situation that this question or an earlier one tells."""
        own = self.asked.text
        text = own if _SITUATION.search(own) else f"{' '.join(_told_situations(self.earlier))} {own}".strip()
        fitting = _NEXT.get(self.verdict.label, _NEXT["inconclusive"])
        found = self.guide(text, (Topic.NEXT_STEPS,))[:1]
        untold = _SITUATION.search(text) is None and _PAPERS.search(text) is None
        slug = found[0].slug if found else ""
        told = _TELLING[slug].search(text) is not None if slug in _TELLING else not untold or slug not in _OF_SITUATIONS
        if not found or slug in _NEXT.values() or not told:
            return self.entry(fitting)  # what to do where another label was given does not fit
        return self.quoted(found[0])

    def entry(self, slug: str) -> list[Item]:
        """An entry of the knowledge base by its name, as items; none if what fills it is not installed."""
        try:
            return self.quoted(knowledge.by_slug(slug, self.language))
        except KeyError:
            return []

    def quoted(self, entry: Entry) -> list[Item]:
        """An entry of the knowledge base: its answer, and the details too if everything is wanted."""
        sentences = (*entry.answer, *(entry.details if self.wishes.long else ()))
        return [Item(entry.id, Stance(Role.METHOD), text, must=True, fixed=True) for text in sentences]


def _told_situations(earlier: Sequence[str]) -> list[str]:
    """The earlier questions that tell a situation, the last two of them."""
    return [text for text in earlier if _SITUATION.search(text)][-2:]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer before it is said.

    Attributes:
        items: what to say, the answer itself first.
        about: the evidence that it is about, for the question that follows.
        place: the place that it is about.
        drawn: a map that was asked for.
        claim: the judgement on a claim, if it is one.
        topic: what it stays with, for the question that follows; None if that is the topic of the question.
    """

    items: Sequence[Item]
    about: Sequence[Evidence] = ()
    place: Region | None = None
    drawn: Drawn | None = None
    claim: ClaimJudgement | None = None
    topic: Topic | None = None


def of_record(text: str, role: Role = Role.VERDICT) -> Item:
    """Something that the verdict or the record as a whole shows."""
    return Item(VERDICT, Stance(role), text, must=True, fixed=True)
