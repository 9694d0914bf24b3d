"""The findings in a report, observation apart from interpretation, and the scores by kind of method."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..evidence import Evidence, Examination, Flag, SecondLook
from ..foreign import Foreign
from ..model_views import ModelView
from ..reasoning.weighing.roles import likeliest
from ..report.seen_table import HELD, NO_WORD
from ..report.terminal import LABEL_CHANGED, LABEL_KEPT, NOTHING_READ
from ..report.wording import weights
from ..sentences import Sentence
from . import report_labels as labels
from .document_parts import (
    Block,
    Cell,
    Exact,
    Line,
    Paragraph,
    Points,
    Quoted,
    Said,
    Section,
    Table,
    cell,
    exact,
    said,
)

SIGNAL = ("spectral", "jpeg", "noise", "clones", "open_watermark")
FAMILIES = {
    "file": Sentence("finding_sections.file", "What the file says of itself"),
    "learned": Sentence("finding_sections.learned", "Detectors that learned from pictures"),
    "signal": Sentence(
        "finding_sections.signal",
        "Measurements without training: spectrum, JPEG, noise, copied places, open watermarks",
    ),
    "cues": Sentence("finding_sections.cues", "Visual cues that a vision-language model was asked about"),
    "seen": Sentence("finding_sections.seen", "What vision-language models describe by themselves"),
    "claim": Sentence("finding_sections.claim", "Checks of the claim"),
}
UNITS = {
    "log-odds": Sentence("finding_sections.log_odds", "log-odds"),
    "probability": Sentence("finding_sections.probability", "probability"),
    "cosine distance": Sentence("finding_sections.cosine_distance", "cosine distance"),
    "deviations": Sentence("finding_sections.deviations", "deviations"),
    "strength": Sentence("finding_sections.strength", "strength"),
    "lines": Sentence("finding_sections.lines", "lines"),
    "P(yes)": Sentence("finding_sections.yes", "probability of yes"),
}
APART = Sentence(
    "finding_sections.apart",
    "The middle column says what was measured or read. The right one says what it supports, what it adds to the "
    "verdict in log-odds (natural logarithm), and what else could explain it.",
)
NO_WEIGHT = Sentence("finding_sections.no_weight", "No weight in the verdict.")
WEIGHT = Sentence("finding_sections.weight", "In the verdict: {weight}.")
SUPPORTS = Sentence("finding_sections.supports", "It supports: {label}.")
SUPPORTS_NOTHING = Sentence("finding_sections.supports_nothing", "It supports none of the propositions.")
REGION = Sentence("finding_sections.region", "Place in the picture: {w}×{h} px at {x}, {y}")
CUES_LEFT_OUT = Sentence(
    "finding_sections.cues_left_out",
    "{count:.0f} answers of the model to questions about visual cues support nothing. They are in the record and are "
    "left out of this report.",
)
NO_FINDINGS = Sentence("finding_sections.no_findings", "Nothing was measured.")
FAMILY = Sentence("finding_sections.family", "Kind of method")
DISAGREEMENT = Sentence("finding_sections.disagreement", "Disagreements")
AGREE = Sentence("finding_sections.agree", "No finding supports another proposition than the likeliest one.")
DISAGREE = Sentence(
    "finding_sections.disagree", "These findings support another proposition than the likeliest one, {label}:"
)
SECOND = Sentence("finding_sections.second", "Second look")
SECOND_WHY = Sentence(
    "finding_sections.second_why", "Strong findings disagreed, so the places in dispute were measured again. Reasons:"
)
SCORE_OF = Sentence("finding_sections.score_of", "Score of")
WHOLE = Sentence("finding_sections.whole", "Whole picture")
THERE = Sentence("finding_sections.there", "There")
PLACE = Sentence("finding_sections.place", "Place")
VIEWS = Sentence("finding_sections.views", "What models describe by themselves, without weight in the verdict")
ONE_WORD = Sentence("finding_sections.one_word", "Real or fake, in one word of the model {model}:")
NAMED = Sentence("finding_sections.named", "Artifact, in the model's words")
HELD_UP = Sentence("finding_sections.held_up", "When asked again")


def findings(record: Examination, pictures: Sequence[Block]) -> Section:
    """Each finding, what was observed apart from what it means; crops follow."""
    added = weights(record.verdict)
    shown = shown_findings(record)
    blocks: list[Block] = []
    if shown:
        rows = tuple(_row(item, added) for item in shown)
        head = (said(labels.METHOD()), said(labels.OBSERVATION()), said(labels.INTERPRETATION()))
        blocks += [Paragraph(said(APART())), Table(head, rows, (3, 8, 8))]
    else:
        blocks.append(Paragraph(said(NO_FINDINGS())))
    if quiet := sum(map(_quiet_cue, record.evidence)):
        blocks.append(Paragraph(said(CUES_LEFT_OUT(count=quiet)), "note"))
    return Section("findings", Said(labels.FINDINGS()), (*blocks, *pictures))


def scores(record: Examination) -> Section:
    """The scores by kind of method, what disagrees, the second look, and what models describe."""
    added = weights(record.verdict)
    seen = {ident for view in record.seen_by_models for ident in (view.evidence, *(a.evidence for a in view.artifacts))}
    rows: list[tuple[Cell, ...]] = []
    for kind, name in FAMILIES.items():
        members = [item for item in record.evidence if _family(item, seen) == kind and not _quiet_cue(item)]
        for number, item in enumerate(members):
            first: Cell = (said(name()),) if number == 0 else ()
            rows.append((first, (exact(f"{item.id} {item.source}"),), (_score(item),), (_supported(item, added),)))
    head = tuple(said(each()) for each in (FAMILY, labels.METHOD, labels.SCORE, labels.SUPPORTS))
    blocks: list[Block] = [Table(head, tuple(rows), (5, 4, 4, 6))] if rows else []
    blocks += [Paragraph(said(DISAGREEMENT()), "heading"), *_disagreements(record)]
    if record.second_look is not None:
        blocks += _second_look(record.second_look)
    for view in record.seen_by_models:
        blocks += _view(view)
    return Section("scores", Said(labels.SCORES()), tuple(blocks))


def shown_findings(record: Examination) -> list[Evidence]:
    """The findings that a report shows: all but answers about visual cues that support nothing."""
    return [item for item in record.evidence if not _quiet_cue(item)]


def _quiet_cue(item: Evidence) -> bool:
    return item.kind == "cue" and item.supports == "neutral"


def _family(item: Evidence, seen: set[str]) -> str:
    if item.id in seen:
        return "seen"
    if item.kind == "detector":
        return "signal" if item.source in SIGNAL else "learned"
    return {"provenance": "file", "cue": "cues", "claim": "claim"}[item.kind]


def _row(item: Evidence, added: Mapping[str, str]) -> tuple[Cell, ...]:
    observed: list[Line] = [said(item.statement)]
    if item.score is not None and item.unit is not None:
        observed.append((Said(labels.SCORE()), *_score(item)))
    if item.region is not None:
        observed.append(said(REGION(**item.region.model_dump())))
    meaning = SUPPORTS_NOTHING() if item.supports == "neutral" else SUPPORTS(label=item.supports)
    told = cell(meaning, _weight(item, added), *item.asides)
    return (exact(item.id), exact(item.source)), tuple(observed), told


def _weight(item: Evidence, added: Mapping[str, str]) -> str:
    return WEIGHT(weight=added[item.id]) if item.id in added else NO_WEIGHT()


def _score(item: Evidence) -> Line:
    if item.score is None:
        return ()
    number = said(f"{item.score:+.2f}" if item.unit == "log-odds" else f"{item.score:.3g}")
    if item.unit in (None, "", "score"):
        return number
    return (*number, *(said(UNITS[item.unit]()) if item.unit in UNITS else exact(item.unit)))


def _supported(item: Evidence, added: Mapping[str, str]) -> Line:
    line = said(labels.NEUTRAL() if item.supports == "neutral" else item.supports)
    return (*line, Exact("·", code=False), Said(added[item.id])) if item.id in added else line


def _disagreements(record: Examination) -> Iterator[Block]:
    leading = likeliest(record.verdict)
    added = weights(record.verdict)
    others = [item for item in record.evidence if item.supports not in ("neutral", leading)]
    if not others:
        yield Paragraph(said(AGREE()))
        return
    yield Paragraph(said(DISAGREE(label=leading)))
    yield Points(tuple((Exact(item.id), Said(item.statement), Said(_weight(item, added))) for item in others))


def _second_look(log: SecondLook) -> Iterator[Block]:
    yield Paragraph(said(SECOND()), "heading")
    yield Paragraph(said(SECOND_WHY()))
    yield Points(tuple(map(said, log.because)))
    rows = tuple(
        ((exact(source),), (exact(f"{r.w}×{r.h}, {r.x}, {r.y}"),), (said(f"{whole:.2f}"),), (said(f"{there:.2f}"),))
        for r, look in ((look.region, look) for look in log.looks)
        for source, (whole, there) in look.scores.items()
    )
    head = tuple(said(each()) for each in (SCORE_OF, PLACE, WHOLE, THERE))
    yield Table(head, rows, (3, 4, 2, 2)) if rows else Paragraph(said(NOTHING_READ()))
    kept = log.before == log.after
    yield Paragraph(said(LABEL_KEPT(label=log.after) if kept else LABEL_CHANGED(before=log.before, after=log.after)))
    if log.still:
        yield Points(tuple(map(said, log.still)))


def _view(view: ModelView) -> Iterator[Block]:
    yield Paragraph(said(VIEWS()), "heading")
    yield Paragraph((Said(ONE_WORD(model=view.model)), Quoted(Foreign(view.says)) if view.says else Said(NO_WORD())))
    rows = tuple(
        ((exact(one.evidence),), ((Quoted(Foreign(one.text)),),), (said(HELD[one.agreement]()),))
        for one in view.artifacts
    )
    if rows:
        yield Table((said(labels.ID()), said(NAMED()), said(HELD_UP())), rows, (1, 6, 3))


def not_measured(record: Examination) -> tuple[Evidence, ...]:
    """The detectors that could give no score."""
    return tuple(item for item in record.evidence if item.has(Flag.NOT_MEASURED))
