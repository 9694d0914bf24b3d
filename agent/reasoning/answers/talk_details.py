"""Answers to what is said about the tool, its verdict and its prices: others' opinions, doubts, thanks, situations."""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..stance import Role
from ..writing import plan
from ..writing.findings import of_abstention, of_verdict
from . import judgement_answers, turn_details
from .alteration_answers import CLONES, alteration, cloned
from .answer_case import Answered, Case, of_record
from .file_case import said
from .judgement_answers import MOVES, strongest
from .metadata_answers import metadata

WELCOME = Sentence("talk_details.welcome", "You are welcome. Ask on whenever something is unclear.")
OTHER_TOOL = Sentence(
    "talk_details.other_tool",
    "What another tool says can't be checked or repeated here, and it does not enter this verdict.",
)
NO_OPINION = Sentence(
    "talk_details.no_opinion",
    "Nobody's opinion enters the verdict, whoever holds it: it rests on what was measured and on what the file says.",
)
ASK_THEM = Sentence(
    "talk_details.ask_them",
    "Ask what exactly was seen and where; any place in the picture can be measured by itself here.",
)
NEITHER_WAY = Sentence(
    "talk_details.neither_way",
    "That somebody calls a picture a fake shows nothing either way: true pictures are called fakes too, and this tool "
    "can't tell whether a person lies.",
)
NOT_KNOWN_HERE = Sentence(
    "talk_details.not_known_here",
    "Whether this one label is right can't be known from here; what is known is how often such labels are wrong.",
)
NO_LABEL = Sentence(
    "talk_details.no_label", "No label was given to this picture, so there is none that could be wrong."
)
EITHER_WAY = Sentence(
    "talk_details.either_way",
    "Towards a fake: credentials or a prompt that declare AI, or an older copy without the part in question. Towards a "
    "photograph: credentials of a camera that you trust, the original file, or other shots of the scene.",
)
EXPERT_COST = Sentence(
    "talk_details.expert_cost",
    "What an expert charges is not known here, since it differs by country and by the work: ask for an offer first.",
)
DEPENDS = Sentence(
    "talk_details.depends",
    "A laboratory is worth it if much depends on the answer, such as money, a job or a trial; this tool does not "
    "replace one.",
)
KEY_MISUSED = Sentence(
    "talk_details.key_misused",
    "Then the signature would show no more than that somebody had the key: the tool can't see who used it.",
)
NOT_CLEAR = Sentence(
    "talk_details.not_clear",
    "What would you like to know next? You can ask why, what speaks against it, what the file says, or what to do "
    "next.",
)
NO_LIES = Sentence(
    "talk_details.no_lies",
    "No, this alone does not show that: a picture can't tell whether anybody lies, and clocks and data in files can be "
    "wrong. This tool can only set a statement beside the file and the measurements.",
)
ONE_PICTURE = Sentence(
    "talk_details.one_picture",
    "This conversation is about the one picture that is open. Open the other one, or send it again, and ask there; to "
    "compare the two, attach it to your question.",
)
NO_THINGS = Sentence(
    "talk_details.no_things",
    "This tool does not recognise single things in a picture. Mark the part, or name it in words or as x, y, width, "
    "height in pixels, and it is measured by itself.",
)
NO_RECOVERY = Sentence(
    "talk_details.no_recovery",
    "No: what was removed from a file can't be recovered from the copy. The original file, or an earlier copy, may "
    "still hold it.",
)

# The situation that a message tells, by its words, and the entry that advises in it.
_SITUATIONS = (
    (r"landlord|rent(?:al|ed)?\b|flat\b|apartment|seller|buyer|ebay|vermieter|wohnung|verkaufer|proprietaire|"
     r"appartement|vendeu|casero|piso\b|vendedor|房东|卖家", "marketplace"),
    (r"journalist|reporter|editor|newsroom|newspaper|deadline|redakt|periodist|fact[- ]?check|article|podcast|"
     r"记者|编辑", "news-picture"),
    (r"insur|adjuster|damage|versicher|assur|seguro|asegurador|保险", "insurance-claim"),
    (r"police|detective|investigator|officer|prosecutor|polizei|polizist|ermittl|polici|gendarm|enquet|警察|调查",
     "police-work"),
    (r"student|pupil|contest|exam|homework|handed|schuler|wettbewerb|eleve|concours|alumn|concurso|学生|比赛",
     "contest-or-exam"),
    (r"lawyer|attorney|judge|court|trial|jury|anwalt|richter|gericht|avocat|juge|tribunal|abogad|juez|律师|法官|法院",
     "use-in-court"),
    (r"thesis|book\b|paper\b|report\b|presentation|lecture|these\b|livre|tesis|libro|论文", "cite-the-tool"),
    (r"never met|wants me to|wants to meet|ex\b|girlfriend|boyfriend|online|met him|met her|前任|前男友|前女友|网友",
     "dating-profile"),
)  # fmt: skip
_COMPILED = tuple((re.compile(rf"(?<![a-z])(?:{words})"), slug) for words, slug in _SITUATIONS)
_ONLINE = re.compile(r"never met|wants me to|wants to meet|online|met (?:him|her)|网友")


def thanks(case: Case) -> Answered:
    """To thanks, an apology or a goodbye."""
    return Answered([of_record(WELCOME())])


def other_score(case: Case) -> Answered:
    """What another tool says: not checked here; the verdict, and why tools disagree."""
    return Answered([of_record(OTHER_TOOL()), of_verdict(case.verdict), *case.entry("compare-with-other-tools")])


def opinion(case: Case) -> Answered:
    """What somebody thinks: it changes nothing; the verdict, the strongest reason, and what to ask."""
    told = strongest(case)[:1]
    first = [of_verdict(case.verdict), of_record(NO_OPINION())]
    return Answered([*first, *case.told(told), of_record(ASK_THEM(), Role.NEXT_STEP)], about=told)


def liar(case: Case) -> Answered:
    """Whether somebody lies who calls a picture a fake: not to be told; the verdict, and what such a claim gains."""
    return Answered([of_record(NEITHER_WAY()), of_verdict(case.verdict), *case.entry("liars-dividend")])


def right_here(case: Case) -> Answered:
    """Whether the verdict on this picture is right: not to be known; how often such labels are wrong."""
    if case.verdict.label == "inconclusive":
        return Answered([of_record(NO_LABEL()), of_verdict(case.verdict), *of_abstention(case.verdict)[:2]])
    known = judgement_answers.confidence(case)
    return Answered([of_record(NOT_KNOWN_HERE()), *known.items], about=known.about)


def would_change(case: Case) -> Answered:
    """What could change the verdict."""
    told = strongest(case)[:1]
    first = [of_record(text, Role.NEXT_STEP) for text in (MOVES(), EITHER_WAY())]
    return Answered([*first, of_record(plan.FIXED()), *case.told(told), of_verdict(case.verdict)], about=told)


def expert_cost(case: Case) -> Answered:
    """What an expert charges: not known; when one is worth it, and how to prepare."""
    return Answered([of_record(EXPERT_COST(), Role.NEXT_STEP), of_record(DEPENDS()), *case.entry("forensic-lab")[1:]])


def laboratory(case: Case) -> Answered:
    """When a laboratory is worth it, what to send, and the verdict."""
    return Answered([of_record(DEPENDS(), Role.NEXT_STEP), *case.entry("forensic-lab"), of_verdict(case.verdict)])


def stolen_key(case: Case) -> Answered:
    """What a signature shows if its key was misused."""
    return Answered([of_record(KEY_MISUSED()), *case.entry("revocation")[:1], of_verdict(case.verdict)])


def sources(case: Case) -> Answered:
    """What the last answer rests on; before any answer, what the verdict rests on."""
    return turn_details.how_known(case) or judgement_answers.reasons(case)


def why_no_label(case: Case) -> Answered:
    """Why there is no label, or why it is not another one."""
    if case.verdict.label == "inconclusive":
        return judgement_answers.abstention(case)
    return judgement_answers.reasons(case)


def nod(case: Case) -> Answered:
    """To a word that asks nothing: what can be asked."""
    return Answered([of_record(NOT_CLEAR(), Role.NEXT_STEP)])


def lies(case: Case) -> Answered:
    """Whether somebody lies: not to be told; what the file declares, and the verdict."""
    declared = case.file.cited(case.file.declared[:1])
    return Answered([of_record(NO_LIES()), *declared, of_verdict(case.verdict)], about=case.file.declared[:1])


def another(case: Case) -> Answered:
    """That another picture is not at hand."""
    return Answered([of_record(ONE_PICTURE(), Role.NEXT_STEP)])


_COPIED = re.compile(
    r"\bcop(?:y|ied|ies)\b|clon|duplicat|\btwice\b|kopier|copiee?s?\b|duplique|copiad|duplicad|复制|克隆"
)


def thing(case: Case) -> Answered:
    """Whether a thing in the picture was there: what was found of alterations, and how to have the part measured."""
    copied = _COPIED.search(plain(case.asked.text)) is not None and CLONES in case.bench.detectors
    found = cloned(case) if copied else alteration(case)
    closing = [of_record(NO_THINGS(), Role.NEXT_STEP), of_verdict(case.verdict)]
    return Answered([*found.items[:2], *closing], about=found.about, place=found.place)


def recover(case: Case) -> Answered:
    """That removed data can't be recovered, and what the file holds."""
    return Answered([said(NO_RECOVERY()), *metadata(case.file)[:1]])


def situation(case: Case) -> Answered:
    """What somebody tells who asks nothing: the verdict, then what is advised in that situation."""
    advice: list[Item] = case.entry(situation_of(case.asked.text) or "next-in-general")
    return Answered([of_verdict(case.verdict), *advice])


def situation_of(text: str) -> str | None:
    """The entry of the knowledge base that advises in the situation that a text tells; None if none is meant for it."""
    words = plain(text[:400])
    found = next((slug for pattern, slug in _COMPILED if pattern.search(words)), None)
    return "next-in-general" if found == "dating-profile" and _ONLINE.search(words) is None else found
