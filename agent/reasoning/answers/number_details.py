"""What a number means that somebody names, and what a likelihood ratio makes of a share that somebody knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...evidence import Evidence
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from ..dialogue.topics import Topic
from ..stance import Role
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .judgement_answers import NO_RATIO
from .metadata_answers import metadata
from .origin_answers import original

_NUMBER = re.compile(
    r"(?<![\w.,])[-+−]?\d+(?:[.,]\d+)?\s?(?:%|percent\b|per cent\b|prozent\b|pour cent\b|por ciento\b)?"
)
# The entry that explains the number of a detector; all others measure a score. A share in percent is of the test set.
_KINDS = {"jpeg": "strength", "noise": "strength", "spectral": "deviations", "nearest": "distance"}
_WORDS = {
    "one": 1, "a": 1, "an": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10, "twenty": 20, "hundred": 100,
    "a hundred": 100, "ein": 1, "eins": 1, "eine": 1, "eines": 1, "zwei": 2, "drei": 3, "zehn": 10, "hundert": 100,
    "un": 1, "une": 1, "deux": 2, "trois": 3, "dix": 10, "cent": 100, "uno": 1, "una": 1, "dos": 2, "tres": 3,
    "diez": 10, "cien": 100,
}  # fmt: skip
_ONE = "|".join(sorted(_WORDS, key=len, reverse=True)) + r"|\d+"
_FRACTION = re.compile(rf"\b({_ONE}) (?:in|out of|of|von|aus|sur|de cada|de) (?:a |every )?({_ONE})\b")
_PARTS = (
    (re.compile(r"\b(?:half|halfte|moitie|mitad)\b|一半"), 1 / 2),
    (re.compile(r"\b(?:a third|ein drittel|un tiers|un tercio)\b|三分之一"), 1 / 3),
    (re.compile(r"\b(?:a quarter|ein viertel|un quart|un cuarto)\b|四分之一"), 1 / 4),
    (re.compile(r"\b(?:a tenth|ein zehntel|un dixieme|una decima)\b|十分之一"), 1 / 10),
)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|percent|per cent|prozent|pour cent|por ciento)|百分之(\d+)")

NOT_MEASURED = Sentence(
    "number_details.not_measured",
    "No measurement of this picture gives the number {number}. Say where you read it, or ask for the score, the "
    "likelihood ratio or the error rate.",
)
LIMIT = Sentence(
    "number_details.limit",
    "{share} is the limit that is set for labels: of a hundred pictures that get a label, at most about {count} labels "
    "are expected to be wrong, on pictures like those of the reference set.",
)
NO_PROBABILITY = Sentence(
    "number_details.no_probability",
    "So it speaks of labels in general, and is not the probability that this one is wrong.",
)
NO_LIMIT_HERE = Sentence(
    "number_details.no_limit_here", "This picture got no label, because the measurements do not keep to that limit."
)
FOR_SHARE = Sentence(
    "number_details.for_share",
    "If {share} of the pictures that you get are generated and all others are photographs, the measurements make it "
    "{result} that this one is generated.",
)
HELD_TO = Sentence(
    "number_details.held_to",
    "That joins your share with the likelihood ratio of this picture. It holds for pictures like those of the "
    "reference set, and it leaves alterations out.",
)
OTHER_PAIR = Sentence(
    "number_details.other_pair",
    "The likelihood ratio of this picture does not compare a generated picture with a photograph, so it can't be "
    "joined with such a share.",
)
LESS = Sentence("number_details.less", "less than {percent}%")
MORE = Sentence("number_details.more", "more than {percent}%")


def number(case: Case) -> Answered:
    """What was measured with a number that the question names; that nothing was, if no finding holds it."""
    wanted = next((found for match in _NUMBER.finditer(plain(case.asked.text)) if (found := match[0].strip())), "")
    written = _as_written(wanted)
    holding = [item for item in (*case.before, *case.evidence) if _holds(item.statement, written)]
    if holding:
        return Answered([*case.told(holding[:1]), *_explained(case, holding[:1], written)], about=holding[:1])
    from_file = [item for item in (*original(case.file), *metadata(case.file)) if _holds(item.text, written)][:1]
    if from_file:
        return Answered(from_file)
    if case.verdict.error_rate is not None and written.rstrip("%") == f"{100 * case.verdict.error_rate:g}":
        return _limit(case, case.verdict.error_rate)
    return Answered([of_record(NOT_MEASURED(number=written or wanted), Role.RESERVATION), of_verdict(case.verdict)])


def _limit(case: Case, rate: float) -> Answered:
    """What the error rate says that labels are given at."""
    told = [of_record(LIMIT(share=f"{100 * rate:g}%", count=f"{100 * rate:g}"), Role.RESERVATION)]
    rest = NO_LIMIT_HERE if case.verdict.label == "inconclusive" else NO_PROBABILITY
    return Answered([*told, of_record(rest(), Role.RESERVATION), *case.entry("how-often-wrong")])


def _as_written(wanted: str) -> str:
    """A number as our sentences write it: with a point, and with the sign for percent."""
    figure = re.sub(r"[^\d.,+-]", "", wanted.replace("−", "-")).replace(",", ".").strip(".")
    return f"{figure}%" if re.search(r"%|[a-z]", wanted) else figure


def _holds(text: str, figure: str) -> bool:
    if not figure:
        return False
    sign = "" if figure[0] in "+-" else "[-+−]?"
    return re.search(rf"(?<![\d.,]){sign}{re.escape(figure)}(?![\d%]|[.,]\d)", text.replace("−", "-")) is not None


def number_before(case: Case) -> Answered | None:
    """What the number means that the last answer gave, or the question names; None if there is no measured one."""
    if _NUMBER.search(plain(case.asked.text)):
        return number(case)
    if Topic.LIKELIHOOD in case.topics:
        return Answered(case.entry("likelihood-ratio"))
    found = [item for item in case.before if item.kind == "detector" and re.search(r"\d", item.statement)][:1]
    return Answered([*case.told(found), *_explained(case, found, "")], about=found) if found else None


def _explained(case: Case, found: Sequence[Evidence], figure: str) -> list[Item]:
    """The entry that says what such a number of a detector is; none for what stands in the file."""
    measured = [item for item in found if item.kind == "detector"]
    if not measured:
        return []
    return case.entry("shares-of-test-set" if figure.endswith("%") else _KINDS.get(measured[0].source, "score"))


def prior(case: Case) -> Answered:
    """What the likelihood ratio makes of a share of generated pictures that the question names."""
    share = share_named(case.asked.text)
    judged = case.verdict
    if share is None:
        return Answered([*case.entry("prior"), *case.entry("likelihood-ratio")[:1]])
    if judged.likelihood_ratio is None or judged.propositions is None:
        return Answered([of_record(NO_RATIO(), Role.STRENGTH), of_verdict(judged)])
    ratio = _for_generated(judged.propositions, judged.likelihood_ratio)
    if ratio is None:
        return Answered([of_record(OTHER_PAIR(), Role.STRENGTH), of_verdict(judged)])
    odds = share / (1 - share) * ratio
    told = FOR_SHARE(share=f"{100 * share:.0f}%", result=_rounded(odds / (1 + odds)))
    return Answered([of_record(told, Role.STRENGTH), of_record(HELD_TO(), Role.RESERVATION), of_verdict(judged)])


def _for_generated(pair: tuple[str, str], ratio: float) -> float | None:
    """The likelihood ratio for a generated picture over a photograph; None if it weighs something else."""
    if pair == ("synthetic", "real"):
        return ratio
    return 1 / ratio if pair == ("real", "synthetic") and ratio > 0 else None


def _rounded(share: float) -> str:
    if share < 0.01:
        return LESS(percent=1)
    return MORE(percent=99) if share > 0.99 else f"{100 * share:.0f}%"


def share_named(text: str) -> float | None:
    """The share that a text names, as in “1 in 10”, “half” or “20%”; None if it names none between 0 and 1."""
    words = plain(text[:400])
    if match := _FRACTION.search(words):
        first, second = (float(_WORDS.get(each, 0) or each) for each in match.groups())
        found = first / second if second else None
    elif match := _PERCENT.search(words):
        found = float((match[1] or match[2]).replace(",", ".")) / 100
    else:
        found = next((share for pattern, share in _PARTS if pattern.search(words)), None)
    return found if found is not None and 0 < found < 1 else None
