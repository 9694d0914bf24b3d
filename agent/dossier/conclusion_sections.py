"""What a report says first and last: the summary, the propositions, and the conclusion on a verbal scale."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from ..evidence import HYPOTHESES, PRIOR, Examination, Hypothesis, Statement, Verdict
from ..foreign import Foreign
from ..reasoning.weighing.roles import LEAST, likeliest, roles
from ..reasoning.weighing.scale import BANDS
from ..report.wording import BEARINGS, below_headline
from ..sentences import Sentence
from ..text import percent
from ..translation import LANGUAGES, translated
from . import report_labels as labels
from .document_parts import (
    Block,
    Exact,
    Facts,
    Line,
    Paragraph,
    Points,
    Quoted,
    Said,
    Section,
    Table,
    VerdictBox,
    exact,
    said,
)
from .localised_report import load_sentences

_CITATION = re.compile(r"\s*\[[^\[\]]{1,200}\](?=[.!?]?$)")  # at the end of a sentence
_FINDING = re.compile(r"E\d+")  # a citation; others are of the verdict, the file or the claim
SHOWN = 3  # findings in a summary
MACHINE = Sentence("conclusion_sections.machine", "(worded by a language model)")
MACHINE_NOTE = Sentence(
    "conclusion_sections.machine_note",
    "A program wrote this report. Its sentences come from fixed templates; those that are marked were worded by a "
    "language model ({model}), and a program compared each with the finding that it cites.",
)
NO_MACHINE_NOTE = Sentence(
    "conclusion_sections.no_machine_note",
    "A program wrote this report. All its sentences come from fixed templates; no language model worded any.",
)
FOREIGN_NOTE = Sentence(
    "conclusion_sections.foreign_note",
    "What stands between quotation marks was written by others: it comes from the file, from its name, or from "
    "those who asked for the report.",
)
ASKED = Sentence(
    "conclusion_sections.asked",
    "The picture was examined to find out which of these propositions the findings support.",
)
PROPOSITION = Sentence("conclusion_sections.proposition", "Proposition {number:.0f}")
PROPOSITIONS: dict[Hypothesis, Sentence] = {
    "real": Sentence("conclusion_sections.real", "The picture is a photograph, and no part of it was altered."),
    "synthetic": Sentence("conclusion_sections.synthetic", "A generative model made the picture as a whole."),
    "tampered": Sentence("conclusion_sections.tampered", "The picture is a photograph of which a part was altered."),
}
LABEL_OF = Sentence("conclusion_sections.label_of", "Its label is {label}.")
NOT_ALL = Sentence(
    "conclusion_sections.not_all",
    "Other origins are possible: drawings and computer graphics made without AI fit none of the three.",
)
NOT_ASKED = Sentence(
    "conclusion_sections.not_asked",
    "Who or what is shown, whether the scene happened, and whether a caption is true are other questions, and are not "
    "examined.",
)
CLAIM = Sentence("conclusion_sections.claim", "A claim about the picture")
BEARING = Sentence("conclusion_sections.bearing", "In short: {bearing}.")
CLAIM_APART = Sentence("conclusion_sections.claim_apart", "The claim has no part in the verdict.")
NO_STRENGTH = Sentence(
    "conclusion_sections.no_strength",
    "No strength of evidence is given, because no calibrated measurement was made of this picture.",
)
SIGNED_LABEL = Sentence(
    "conclusion_sections.signed_label",
    "The label rests on the signature of finding {ids} and not on the pixels. Those who ran the examination chose "
    "which signers to trust.",
)
STRENGTH_ALTERED = Sentence(
    "conclusion_sections.strength_altered",
    "The likelihood ratio is {value:.3g}, of calibrated measurements alone. It can't exceed {size:.0f}, the number of "
    "sources on the smaller side of the pictures on which measurements of altered parts were calibrated. They are "
    "others than the reference set for generation, which the next section names.",
)
ENOUGH_NOT = Sentence(
    "conclusion_sections.enough_not",
    "The ratio holds for generators like those of the reference set. Pictures by newer generators can measure like "
    "photographs, so it is not enough for the label real.",
)
STRENGTH = Sentence(
    "conclusion_sections.strength",
    "The likelihood ratio is {value:.3g}, of calibrated measurements alone. It can't exceed {size:.0f}, the number of "
    "sources on the smaller side of the reference set.",
)
SCALE = Sentence(
    "conclusion_sections.scale",
    "The words follow the verbal scale in ENFSI's Guideline for Evaluative Reporting in Forensic Science (2015). A "
    "ratio says how much more probable the findings are under one proposition than under the other. It does not say "
    "how probable a proposition is.",
)
RATIO = Sentence("conclusion_sections.ratio", "Ratio")
WORDS = Sentence("conclusion_sections.words", "Support in words")
FROM = Sentence("conclusion_sections.from", "{low:,.0f} to {high:,.0f}")
ABOVE = Sentence("conclusion_sections.above", "above {low:,.0f}")
SUM_TITLE = Sentence("conclusion_sections.sum_title", "What the program adds up, which is no conclusion of an examiner")
LEANS = Sentence("conclusion_sections.leans", "The evidence leans to {lean}, but that is no label.")
LEANS_NOT = Sentence(
    "conclusion_sections.leans_not", "The evidence does not lean to any label in a way that can be relied on."
)
SUM = Sentence(
    "conclusion_sections.sum",
    "With the assumed shares below, all weights added up give real {real}, synthetic {synthetic}, tampered {tampered}.",
)
PRIORS = Sentence(
    "conclusion_sections.priors",
    "Assumed before any evidence: real {real:.0%}, synthetic {synthetic:.0%}, tampered {tampered:.0%}. This is a "
    "convention: in a case these odds are for the reader to judge.",
)
SET_WEIGHTS = Sentence(
    "conclusion_sections.set_weights", "The weights of these findings were set by hand and not measured: {ids}."
)
OTHERWISE = Sentence(
    "conclusion_sections.otherwise", "Other explanations of the findings with weight, and reservations"
)
AGAINST = Sentence("conclusion_sections.against", "Findings with weight that speak against the likeliest proposition")
NONE_AGAINST = Sentence(
    "conclusion_sections.none_against", "No finding with weight speaks against the likeliest proposition."
)
CITED = Sentence("conclusion_sections.cited", "It rests on {ids}.")


def verdict_box(record: Examination) -> VerdictBox:
    """The label, its headline, and the reasons for no label or the strength of the evidence.

    What the weights add up to with assumed odds is left to the conclusion, where these odds are named.
    """
    verdict = record.verdict
    below = list(verdict.abstained_because)
    if verdict.label != "inconclusive":
        signed = [item.id for item in record.evidence if item.decisive and item.supports == verdict.label]
        below += [SIGNED_LABEL(ids=", ".join(signed))] if signed else []
        below += [line for line in (verdict.words, verdict.remark) if line]
    return VerdictBox(verdict.label, Said(verdict.label), said(verdict.headline), tuple(map(said, below)))


def main_findings(record: Examination, most: int = SHOWN) -> tuple[Line, ...]:
    """The first sentences of the explanation, those of a language model marked."""
    return tuple(_cited(each) for each in below_headline(record.explanation)[:most])


def in_own_words(record: Examination, language: str) -> Examination:
    """The record with the findings in their own words where its explanation can't be translated.

    What a language model worded has no reviewed translation; the findings that it cites have.
    """
    if language not in LANGUAGES:
        return record
    load_sentences()
    by_id = {item.id: item for item in record.evidence}

    def own(statement: Statement) -> Statement:
        cited = [by_id[ident].statement for ident in statement.cites if ident in by_id]
        if not cited or translated(_CITATION.sub("", statement.text), language) is not None:
            return statement
        text = f"{' '.join(cited)} [{', '.join(statement.cites)}]"
        return statement.model_copy(update={"text": text, "written_by": "template"})

    statements = tuple(map(own, record.explanation.statements))
    return record.model_copy(update={"explanation": record.explanation.model_copy(update={"statements": statements})})


def _cited(statement: Statement) -> Line:
    """A sentence with its citation behind it, which no language changes; findings alone are cited."""
    sentence, cites = (
        _CITATION.sub("", statement.text),
        ", ".join(each for each in statement.cites if _FINDING.fullmatch(each)),
    )
    line: Line = said(sentence)
    if cites and sentence != statement.text:
        line = (*line, Exact(f"[{cites}]", code=False))
    return (*line, Said(MACHINE())) if statement.written_by == "model" else line


def writing_notes(record: Examination) -> tuple[Paragraph, ...]:
    """Who wrote the text of the report."""
    model = record.explanation.model
    by_model = any(each.written_by == "model" for each in record.explanation.statements)
    note = MACHINE_NOTE(model=model or "small") if by_model else NO_MACHINE_NOTE()
    return (Paragraph(said(note), "note"), Paragraph(said(FOREIGN_NOTE()), "note"))


def summary(record: Examination, pictures: Sequence[Block]) -> Section:
    """The result in plain words, before anything else."""
    every = len(record.explanation.statements)
    blocks: list[Block] = [verdict_box(record), *pictures]
    if findings := main_findings(record, every):
        blocks.append(Points(findings))
    return Section("summary", Said(labels.SUMMARY()), (*blocks, *writing_notes(record)))


def question(record: Examination, request: Foreign | None) -> Section:
    """The request, the propositions, and the claim if there is one."""
    rows = tuple(
        (said(PROPOSITION(number=number)), ((Said(sentence()), Said(LABEL_OF(label=hypothesis))),))
        for number, (hypothesis, sentence) in enumerate(PROPOSITIONS.items(), start=1)
    )
    blocks: list[Block] = [
        Paragraph(said(ASKED())), Facts(rows), Paragraph(said(NOT_ALL())), Paragraph(said(NOT_ASKED()))
    ]  # fmt: skip
    if request is not None:
        blocks.insert(0, Facts(((said(labels.REQUEST()), ((Quoted(request),),)),)))
    if record.claim is not None:
        blocks += claim(record)
    return Section("question", Said(labels.QUESTION()), tuple(blocks))


def claim(record: Examination) -> Iterator[Block]:
    """The claim and what the evidence says of it; nothing if there is none."""
    judgement = record.claim
    if judgement is None:
        return
    below = [said(BEARING(bearing=BEARINGS[judgement.bearing]())), *map(said, judgement.because)]
    if judgement.cites:
        below.append(said(CITED(ids=", ".join(judgement.cites))))
    yield Facts(((said(CLAIM()), ((Quoted(Foreign(judgement.claim), 600),), *below)),))
    yield Paragraph(said(CLAIM_APART()))


def conclusion(record: Examination) -> Section:
    """The conclusion on the verbal scale, what speaks against it, and other explanations."""
    verdict = record.verdict
    blocks: list[Block] = [verdict_box(record)]
    if verdict.words is None or verdict.likelihood_ratio is None:
        blocks.append(Paragraph(said(NO_STRENGTH())))
    else:
        if verdict.label == "inconclusive":  # else it stands in the box
            blocks.append(Paragraph(said(verdict.words)))
        altered = verdict.propositions is not None and "tampered" in verdict.propositions
        strength = STRENGTH_ALTERED if altered else STRENGTH
        told = strength(value=verdict.likelihood_ratio, size=verdict.reference_size or 0)
        blocks.append(Paragraph(said(told)))
        for_real = likeliest(verdict) == "real" and verdict.likelihood_ratio > 1 and not altered
        if verdict.label == "inconclusive" and for_real:
            blocks.append(Paragraph(said(ENOUGH_NOT())))
        blocks += [Paragraph(said(SCALE())), _scale()]
    blocks += [*_against(record), *_sum(record)]
    return Section("conclusion", Said(labels.CONCLUSION()), tuple(blocks))


def _sum(record: Examination) -> Iterator[Block]:
    """What the weights add up to, with the odds that were assumed and the weights that were not measured."""
    verdict = record.verdict
    yield Paragraph(said(SUM_TITLE()), "heading")
    first = SUM(**{name: percent(verdict.probabilities[name]) for name in HYPOTHESES})
    lean = () if verdict.label != "inconclusive" else (Said(_lean(verdict)),)
    yield Paragraph((*lean, Said(first)))
    priors = {p.hypothesis: math.exp(p.log_odds) for p in verdict.contributions if p.evidence == PRIOR}
    if len(priors) == len(PROPOSITIONS):
        total = sum(priors.values())
        yield Paragraph(said(PRIORS(**{name: value / total for name, value in priors.items()})))
    measured = {PRIOR, *(item.id for item in record.evidence if item.log_lr is not None)}
    parts = (p.evidence for p in verdict.contributions if p.evidence not in measured and abs(p.log_odds) >= LEAST)
    if by_hand := list(dict.fromkeys(parts)):
        yield Paragraph(said(SET_WEIGHTS(ids=", ".join(by_hand))))


def _lean(verdict: Verdict) -> str:
    return LEANS_NOT() if verdict.lean is None else LEANS(lean=verdict.lean)


def _scale() -> Table:
    """The verbal scale, the weakest band first."""
    rows, high = [], None
    for low, word in BANDS:
        span = ABOVE(low=low) if high is None else FROM(low=low, high=high)
        rows.append(((said(span),), (said(word),)))
        high = low
    return Table((said(RATIO()), said(WORDS())), tuple(reversed(rows)), (1, 1))


def _against(record: Examination) -> Iterator[Block]:
    found = roles(record.evidence, record.verdict)
    dissenting = [item for item in record.evidence if item.id in found and found[item.id].stance.dissents]
    if dissenting:
        yield Paragraph(said(AGAINST()), "heading")
        yield Points(tuple((Exact(item.id), Said(item.statement)) for item in dissenting))
    else:
        yield Paragraph(said(NONE_AGAINST()))
    caveats = [(item.id, aside) for item in record.evidence if item.id in found for aside in item.caveats]
    if caveats:
        yield Paragraph(said(OTHERWISE()), "heading")
        yield Points(tuple((*exact(ident), Said(aside)) for ident, aside in caveats))
