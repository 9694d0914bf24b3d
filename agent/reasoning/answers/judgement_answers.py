"""Answers about the judgement: what it is, how sure, why, what speaks for and against it, and what to do next."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...evidence import Evidence, Flag
from ...report.wording import shares
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.topics import Topic
from ..stance import Role
from ..weighing.fusion import proven
from ..writing import plan
from ..writing.findings import of_abstention, of_shares, of_verdict
from .answer_case import Answered, Case, of_record
from .credential_answers import CANT_HELP, state
from .file_case import claimed, said
from .file_note import FIRST, examined
from .known_pictures import told_known
from .metadata_answers import telling_data
from .trace_answers import differing, seen_by_models, told_differing, visible_traces

_WHOLE = re.compile(
    r"\bparagraph|what (?:was|has been) examined|(?:can'?t|cannot|can not) be (?:said|told)|\babsatz\b|was untersucht|"
    r"\bparagraphe\b|ce qui a été examiné|\bpárrafo\b|\bparrafo\b|qué se examinó|一段(?:话|文字)|段落",
    re.I,
)
_HASH = re.compile(r"\b(?:hash|sha)", re.I)
REASONS = 3  # that an answer tells if no number is wished
MOST_REASONS = 6
LEAST = 0.5  # log-odds from which a finding that supports nothing by itself counts as a reason
YES_OR_NO = {
    "synthetic": Sentence("judgement_answers.no_real", "Not real: the verdict is synthetic."),
    "tampered": Sentence("judgement_answers.no_tampered", "Not unaltered: the verdict is tampered."),
    "real": Sentence("judgement_answers.yes_real", "The verdict is real."),
    "inconclusive": Sentence(
        "judgement_answers.neither", "Neither yes nor no can be said: the verdict is inconclusive."
    ),
}
BET = Sentence(
    "judgement_answers.bet",
    "No odds are named for a picture without a label, because they would rest on how common such fakes are where it "
    "comes from, and the tool does not know that.",
)
_LIKELY = re.compile(r"\b(?:likely|probab|wahrsch|numbers?|percent|prozent|chiffres|cifras)|可能性|概率|数字", re.I)
RATIO = Sentence(
    "judgement_answers.ratio",
    "The measurements are {ratio} times as probable if the picture is {first} as if it is {second}.",
)
RATIO_BELOW = Sentence(
    "judgement_answers.ratio_below",
    "The measurements are {ratio} times as probable if the picture is {second} as if it is {first}.",
)
NO_RATIO = Sentence(
    "judgement_answers.no_ratio",
    "There is no likelihood ratio for this picture, because nothing was measured on it that was calibrated.",
)
REFERENCE = Sentence(
    "judgement_answers.reference",
    "That figure rests on {set}, and is held to what {sources} sources of pictures can show.",
)
BY_SIGNATURE = Sentence(
    "judgement_answers.by_signature",
    "The label rests on that signature and on no measured odds: it is as sure as the signer and what the "
    "signer declares.",
)
NOT_THE_PIXELS = Sentence(
    "judgement_answers.not_the_pixels",
    "What was measured in the pixels is a second matter and does not change it.",
)
NOTHING_FOR = Sentence(
    "judgement_answers.nothing_for", "Nothing that was measured or read speaks for generation or for an alteration."
)
FAINTLY = Sentence(
    "judgement_answers.faintly", "What speaks for generation or for an alteration has no weight in the verdict."
)
NOTHING_FOR_REAL = Sentence(
    "judgement_answers.nothing_for_real", "Nothing that was measured speaks for a photograph taken with a camera."
)
NO_PROOF = Sentence(
    "judgement_answers.no_proof",
    "None of it shows that a camera took the picture: many generated pictures measure in the same way.",
)
HAS_LABEL = Sentence(
    "judgement_answers.has_label", "There is a label here; it is called probable, because any such label can be wrong."
)
MOVES = Sentence(
    "judgement_answers.moves",
    "What could change it is new evidence: the original file, other shots from the same moment, or the word of whoever "
    "made the picture. Examine those as well.",
)


def verdict(case: Case) -> Answered:
    """The verdict, what it comes to, and the strongest reasons."""
    stated = of_verdict(case.verdict)
    if case.wishes.one_word:
        return Answered([of_record(YES_OR_NO[case.verdict.label]()), of_record(case.verdict.headline)])
    told = strongest(case)
    if case.wishes.register == "simple":  # the only finding that a layman may not miss
        broken = [one for one in case.evidence if one.has(Flag.MISMATCH) and one not in told]
        told = [*broken[:1], *told]
    why = [] if told else of_abstention(case.verdict)[:1]
    return Answered([stated, *why, *dict.fromkeys([*told_known(case), *case.told(told)])], about=told)


def confidence(case: Case) -> Answered:
    """How sure the label is; without one, that no odds can be named."""
    judged = case.verdict
    if judged.label == "inconclusive":
        known = told_known(case)  # beside which a ratio of the pixels alone would mislead
        odds = known or (_ratio(case)[:1] if _LIKELY.search(case.asked.text) else [])
        return _unlabelled(case, of_abstention(judged)[:1], *odds, of_record(BET()))
    if proven(case.evidence) == judged.label:
        signed = [one for one in case.evidence if one.decisive and one.supports == judged.label][:1]
        told = [of_verdict(judged), *case.told(signed), of_record(BY_SIGNATURE(), Role.STRENGTH)]
        return Answered([*told, of_record(NOT_THE_PIXELS(), Role.RESERVATION)], about=signed)
    sure = [of_verdict(judged), *of_shares(judged)]
    sure += [of_record(judged.words, Role.STRENGTH)] if judged.words else []
    return Answered([*sure, *plan.doubts(case.evidence, judged, 2)])


def reasons(case: Case) -> Answered:
    """Why: the strongest findings for the verdict, then what speaks against it."""
    pro, con = sides(case)
    count = min(case.wishes.points or REASONS, MOST_REASONS)
    if case.verdict.label == "inconclusive":
        why = [of_verdict(case.verdict), *of_abstention(case.verdict)]
        told = strongest(case)
        shown = [] if case.wishes.points else _shown(case, told)
        return Answered([*why, *case.told(told), *shown], about=told)
    first = [] if case.wishes.points else [of_verdict(case.verdict)]
    told = [*pro[:count], *(() if case.wishes.points else con[:1])]
    shown = [] if case.wishes.points else _shown(case, told)
    return Answered([*first, *case.told(told), *shown], about=told)


def _shown(case: Case, told: Sequence[Evidence]) -> list[Item]:
    """The traces that can be shown, if none of the findings that were told names a place; and what models describe."""
    return seen_by_models(case) if any(item.region is not None for item in told) else visible_traces(case)


def for_fake(case: Case) -> Answered:
    """What speaks for generation or for an alteration, with weight and without."""
    weighty, light = supporting(case, ("synthetic", "tampered"))
    if weighty:
        return Answered(case.told(weighty[:MOST_REASONS]), about=weighty)
    if light:
        return Answered([of_record(FAINTLY()), *case.told(light[:REASONS])], about=light)
    if apart := differing(case):
        return Answered([*told_differing(case, apart), of_verdict(case.verdict)], about=apart)
    return Answered([of_record(NOTHING_FOR()), of_record(case.verdict.headline)])


def both_sides(case: Case) -> Answered:
    """What speaks for generation or an alteration, then what speaks for a photograph."""
    against, pro = for_fake(case), for_real(case)
    return Answered([of_verdict(case.verdict), *against.items, *pro.items], about=[*against.about, *pro.about])


def for_real(case: Case) -> Answered:
    """What speaks for a photograph, and that this is no proof."""
    weighty, light = supporting(case, ("real",))
    found = [*weighty, *light]
    if not found:
        return Answered([of_record(NOTHING_FOR_REAL())])
    closing = [] if case.verdict.label == "real" else [of_record(NO_PROOF())]
    return Answered([*case.told(found[:REASONS]), *closing], about=found[:REASONS])


def doubts(case: Case) -> Answered:
    """Why there is no label, the caveats of what weighs most, the error rate, and the limits of the examination."""
    limits = [of_record(text, Role.RESERVATION) for text in case.record.limitations[:2]]
    return Answered([of_verdict(case.verdict), *plan.doubts(case.evidence, case.verdict), *limits])


def abstention(case: Case) -> Answered:
    """Why there is no label; where there is one, that there is and what it rests on."""
    if case.verdict.label != "inconclusive":
        told = strongest(case)
        return Answered([of_verdict(case.verdict), of_record(HAS_LABEL()), *case.told(told)], about=told)
    return _unlabelled(case, of_abstention(case.verdict))


def _unlabelled(case: Case, why: Sequence[Item], *closing: Item) -> Answered:
    """Why there is no label, with the strongest findings in words, which the reasons name by their numbers alone."""
    told = strongest(case)
    return Answered([of_verdict(case.verdict), *why, *case.told(told), *closing], about=told)


def pushback(case: Case) -> Answered:
    """That nothing in the conversation moves the verdict, what it rests on, and what could move it."""
    told = strongest(case)[:2]
    fixed = of_record(plan.FIXED())
    return Answered([of_verdict(case.verdict), fixed, *case.told(told), of_record(MOVES())], about=told)


def summary(case: Case) -> Answered:
    """The whole in a few sentences; for a report also what was examined, and with what."""
    flagged = [one for one in case.file.evidence if any(one.has(flag) for flag in FIRST)][:1]
    talked = [one for one in case.talked if one.kind == "provenance" and one not in flagged][:1]
    first = [*flagged, *talked]
    told = case.told([*first, *(one for one in strongest(case) if one not in first)])
    if case.file.manifest is not None and not flagged:
        told = [*state(case.file), *claimed(case.file)[:1], *told]
    most = [] if flagged or case.file.manifest or case.verdict.label != "inconclusive" else telling_data(case.file)
    if case.wishes.register != "report" and not _HASH.search(case.asked.text) and not _WHOLE.search(case.asked.text):
        told = [*most, *told]
        doubt = plan.doubts(case.evidence, case.verdict, 1)
        few = case.wishes.points is not None and len(told) + 1 < case.wishes.points
        closing = doubt if few or case.verdict.label != "inconclusive" else ()
        items = [of_verdict(case.verdict), *told, *closing]
        return Answered(items[: max(2, case.wishes.points)] if case.wishes.points else items)
    name, made = examined(case)
    if _WHOLE.search(case.asked.text):  # what was examined, what was found, and what can't be said
        unsaid = [*of_abstention(case.verdict)[:1], of_record(plan.UNCHECKED(), Role.RESERVATION)]
        return Answered([name, of_verdict(case.verdict), *most, *told, *unsaid, made])
    return Answered([of_verdict(case.verdict), *told, *plan.doubts(case.evidence, case.verdict, 2), name, made])


def next_steps(case: Case) -> Answered:
    """What to do next for this picture, then what the knowledge base advises in this situation."""
    own = plan.next_steps(case.record, min(case.wishes.points or REASONS, MOST_REASONS))
    if any(item.has(Flag.MISMATCH) for item in case.evidence):  # no list of signers mends a signature that does not fit
        own = [said(CANT_HELP()) if item.text == plan.CHECK_SIGNER() else item for item in own]
    return Answered([*own, *case.advised()])


def likelihood(case: Case) -> Answered:
    """The likelihood ratio, the probabilities, and what they mean.

    Without a label the probabilities would be taken for an answer, and can seem to contradict the ratio of the pixels.
    """
    meaning = case.looked_up(Topic.LIKELIHOOD)
    if case.verdict.label == "inconclusive":
        return Answered([*(told_known(case) or _ratio(case)), of_record(BET()), *meaning])
    return Answered([*_ratio(case), of_record(shares(case.verdict), Role.STRENGTH), *meaning])


def _ratio(case: Case) -> list[Item]:
    """The likelihood ratio in words, and what it rests on."""
    judged = case.verdict
    if judged.likelihood_ratio is None or judged.propositions is None:
        return [of_record(NO_RATIO(), Role.STRENGTH)]
    first, second = judged.propositions
    ratio = judged.likelihood_ratio
    if ratio >= 1:
        text = RATIO(ratio=_figure(ratio), first=first, second=second)
    else:
        text = RATIO_BELOW(ratio=_figure(1 / ratio), first=first, second=second)
    items = [of_record(text, Role.STRENGTH)]
    if judged.reference_set and judged.reference_size:
        text = REFERENCE(set=judged.reference_set, sources=judged.reference_size)
        items.append(of_record(text, Role.STRENGTH))
    return items


def _figure(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < 10 else f"{ratio:,.0f}"


def sides(case: Case) -> tuple[list[Evidence], list[Evidence]]:
    """The findings that the verdict rests on, the strongest first, and those that speak against it."""
    by_id = {item.id: item for item in case.evidence}
    chosen = plan.reasons(case.evidence, case.verdict, MOST_REASONS)
    pro = [by_id[item.id] for item in chosen if not item.stance.dissents]
    con = [by_id[item.id] for item in chosen if item.stance.dissents]
    return pro, con


def strongest(case: Case) -> list[Evidence]:
    """Two findings that the verdict rests on and one against it; what supports nothing is left out."""
    pro, con = sides(case)
    telling = [item for item in pro if _counts(case, item)]
    return [*telling[:2], *con[:1]]


def _counts(case: Case, item: Evidence) -> bool:
    """Whether a finding is worth naming as a reason."""
    weight = case.role(item).weight
    return weight >= LEAST or (weight > 0 and item.supports != "neutral") or item.has(Flag.DECLARES)


def supporting(case: Case, hypotheses: Sequence[str]) -> tuple[list[Evidence], list[Evidence]]:
    """Findings that support one of some hypotheses, the strongest first: those with weight, and those without."""
    of_both = (item for item in case.evidence if item.supports in hypotheses and item.kind != "claim")
    found = sorted(of_both, key=lambda item: -case.role(item).weight)
    weighty = [item for item in found if case.role(item).weight > 0 or item.decisive]
    return weighty, [item for item in found if item not in weighty]
