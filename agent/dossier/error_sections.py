"""How often such conclusions are wrong on pictures like this one, and how the score changes on copies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..evidence import Evidence, Examination, Flag
from ..reasoning.weighing.roles import likeliest
from ..sentences import Sentence
from . import report_labels as labels
from .copy_stability import CopyScore
from .document_parts import Block, Cell, Exact, Line, Paragraph, Points, Said, Section, Table, exact, said
from .measured_rates import HEAD, KindName, MeasuredRates, Tier, kinds_of, shipped_rates, tier_of

PROMISE = Sentence(
    "error_sections.promise",
    "Error rate chosen for this examination: a label is given only if at most {rate:.1%} of such labels are expected "
    "to be wrong on pictures of a new source, as far as the reference set represents them.",
)
PROMISE_OF_BUNDLE = Sentence(
    "error_sections.promise_of_bundle",
    "Error rate chosen for this examination: a label is given only if at most {rate:.1%} of such labels are expected "
    "to be wrong on pictures like those that the limits rest on; the limitations say which these are.",
)
REFERENCE = Sentence("error_sections.reference", "Reference set: {reference_set}.")
NO_REFERENCE = Sentence(
    "error_sections.no_reference", "The record names no reference set, so no error rate can be given for this picture."
)
SIGNED = Sentence(
    "error_sections.signed",
    "The label rests on a signature of a trusted signer and not on the pixels. The figures below are about the pixels "
    "and do not tell how often signers are wrong.",
)
P_VALUES = Sentence(
    "error_sections.p_values",
    "Conformal p-values: {real:.1%} for a photograph, {synthetic:.1%} for a generated picture. They compare all that "
    "counts for and against generation, added up, with the reference set. Every source weighs the same, and one more "
    "counts as if it showed as much. So they differ from the shares that stand among the findings; a small p-value "
    "speaks against that origin.",
)
ALTERED = Sentence(
    "error_sections.altered",
    "The figures below are about the label synthetic. From pixels alone the label tampered is not given at this error "
    "rate, so no rate of wrong labels is known for it.",
)
OTHER_WEIGHTS = Sentence(
    "error_sections.other_weights",
    "For the weights that this record names no error rates by kind of picture were recorded, so none are given.",
)
OTHER_RATE = Sentence(
    "error_sections.other_rate",
    "Error rates by kind of picture were measured at {rate:.0%} alone, so none are given for this examination.",
)
PORTRAIT = Sentence(
    "error_sections.portrait",
    "On this picture the main detector has no weight, so the error rates by kind of picture, which are about it, do "
    "not describe this examination and are not given.",
)
LIKE: dict[Tier, Sentence] = {
    "whole": Sentence(
        "error_sections.like_whole", "By size and compression it is like the pictures tested as they are."
    ),
    "web": Sentence(
        "error_sections.like_web",
        "By size and compression it is like the web copies that were tested (at most 768 px, JPEG quality 60).",
    ),
    "hard": Sentence(
        "error_sections.like_hard",
        "By size and compression it is like the hardest copies that were tested (at most 512 px, JPEG quality 40).",
    ),
}
MEASURED = Sentence(
    "error_sections.measured",
    "On such pictures, from sources that hold photographs and generated pictures of like content and were left out of "
    "training, {labelled:.1%} got a label, and {wrong:.1%} of these labels were wrong (95% interval over sources: "
    "{low:.1%} to {high:.1%}).",
)
NEVER_REAL = Sentence(
    "error_sections.never_real", "All these labels said synthetic; from pixels alone the label real was never given."
)
CONTENT = Sentence(
    "error_sections.content",
    "This tool does not recognise what a picture shows, so no error rate by content can be chosen for this one.",
)
BY_KIND = Sentence("error_sections.by_kind", "Photographs that were called synthetic, by what was done to them")
KIND = Sentence("error_sections.kind", "Kind")
COUNT = Sentence("error_sections.count", "Photographs")
WRONGLY = Sentence("error_sections.wrongly", "Called synthetic")
INTERVAL = Sentence("error_sections.interval", "95% interval")
BETWEEN = Sentence("error_sections.between", "{low:.1%} to {high:.1%}")
THIS_ONE = Sentence("error_sections.this_one", "(the file shows signs of it)")
KINDS: dict[KindName, Sentence] = {
    "as_it_is": Sentence("error_sections.as_it_is", "as they are"),
    "screenshot": Sentence("error_sections.screenshot", "screenshots of photographs"),
    "resaved": Sentence("error_sections.resaved", "saved many times"),
    "messenger": Sentence("error_sections.messenger", "copies by messengers"),
    "thumbnail": Sentence("error_sections.thumbnail", "thumbnails"),
    "night": Sentence("error_sections.night", "night mode of phones"),
    "smoothed": Sentence("error_sections.smoothed", "smoothed surfaces"),
}
GENERATORS = Sentence(
    "error_sections.generators",
    "The validation set has {photographs:,} photographs of {photograph_sources:.0f} sources and {generated:,} "
    "generated pictures of {generated_sources:.0f}, made in {years}, most of them in {most}. Named generators:",
)
AND_OTHERS = Sentence("error_sections.and_others", "and others.")
NEWER = Sentence(
    "error_sections.newer", "For generators that came later, and for other kinds of pictures, no error rate is known."
)
MEASURED_BY = Sentence("error_sections.measured_by", "These commands measure the figures:")

CHANGE = Sentence(
    "error_sections.change",
    "On a copy at 0.71 of the size, saved as JPEG of quality 75, the score of {source} changed by {change:.2f} "
    "log-odds.",
)
UNSTABLE = Sentence("error_sections.unstable", "That is more than untouched pictures change, so no label is given.")
NO_CHECK = Sentence(
    "error_sections.no_check", "The score of this picture was not measured on copies, or the record does not hold it."
)
COPIES = Sentence(
    "error_sections.copies", "Scores of copies that were made of this picture for this report, as services make them:"
)
COPY = Sentence("error_sections.copy", "Copy")
AS_RECEIVED = Sentence("error_sections.as_received", "as received")
SMALLER = Sentence("error_sections.smaller", "at most {side:.0f} px, JPEG quality {quality:.0f}")
SAME_SIDE = Sentence(
    "error_sections.same_side", "On all copies the score of {source} leans to the same side as on the file as received."
)
OTHER_SIDE = Sentence(
    "error_sections.other_side", "On a copy the score of {source} leans to another side than on the file as received."
)
TESTED = Sentence(
    "error_sections.tested",
    "Over the validation set, on sources with both labels, the main detector tells generated pictures from photographs "
    "with an AUROC of {whole:.2f} as they are, {web:.2f} on web copies and {hard:.2f} on the hardest copies (1 is "
    "perfect, 0.5 is chance).",
)


def errors(record: Examination) -> Section:
    """The known error rates, and for which pictures they hold."""
    return Section("errors", Said(labels.ERRORS()), tuple(_errors(record)))


def in_one_line(record: Examination) -> str:
    """The error rate that fits the picture best, in a sentence; why there is none, if so."""
    rates, why = shipped_rates(), why_none(record)
    if why is not None:
        return why
    found = rates.of(tier_of(record.exhibit))
    return MEASURED(labelled=found.labelled, wrong=found.wrong, low=found.wrong_low, high=found.wrong_high)


def rate_of(record: Examination) -> Line:
    """What the picture is like by size and compression, and the error rate on such pictures; or why there is none."""
    if why_none(record) is not None:
        return said(in_one_line(record))
    return (Said(LIKE[tier_of(record.exhibit)]()), Said(in_one_line(record)))


def why_none(record: Examination) -> str | None:
    """Why no error rate by kind of picture can be given; None if one can."""
    rates, verdict = shipped_rates(), record.verdict
    if verdict.reference_set is None:
        return NO_REFERENCE()
    if record.versions.get(HEAD) != rates.head or record.bundle is not None:
        return OTHER_WEIGHTS()
    if verdict.error_rate is None or abs(verdict.error_rate - rates.error_rate) > 1e-9:
        return OTHER_RATE(rate=rates.error_rate)
    if not any(
        item.source == "clip" and not item.has(Flag.SET_ASIDE) for item in record.evidence if item.score is not None
    ):
        return PORTRAIT()
    return None


def _errors(record: Examination) -> Iterator[Block]:
    verdict, rates, why = record.verdict, shipped_rates(), why_none(record)
    if any(item.decisive for item in record.evidence):
        yield Paragraph(said(SIGNED()))
    if verdict.reference_set is not None and verdict.error_rate is not None:
        own = record.bundle is not None and record.bundle.limits_from == "bundle"
        yield Paragraph(said((PROMISE_OF_BUNDLE if own else PROMISE)(rate=verdict.error_rate)))
        yield Paragraph(said(REFERENCE(reference_set=verdict.reference_set)))
        p = verdict.p_values
        if "real against synthetic" in p and "synthetic" in p:
            yield Paragraph(said(P_VALUES(real=p["real against synthetic"], synthetic=p["synthetic"])))
    if why is not None:
        yield Paragraph(said(why))
        return
    if likeliest(verdict) == "tampered":
        yield Paragraph(said(ALTERED()))
    yield Paragraph(rate_of(record))
    yield Paragraph((Said(NEVER_REAL()), Said(CONTENT())))
    yield Paragraph(said(BY_KIND()), "heading")
    yield _by_kind(record, rates)
    counts = rates.model_dump(
        include={"photographs", "photograph_sources", "generated", "generated_sources", "years", "most"}
    )
    yield Paragraph((Said(GENERATORS(**counts)), Exact(", ".join(rates.generators), code=False), Said(AND_OTHERS())))
    yield Paragraph(said(NEWER()))
    yield Paragraph(said(MEASURED_BY()), "note")
    yield Points((exact(rates.command), exact(rates.false_alarms.command)))


def _by_kind(record: Examination, rates: MeasuredRates) -> Table:
    own = kinds_of(record.exhibit)
    rows: list[tuple[Cell, ...]] = []
    for each in rates.false_alarms.kind:
        name = said(KINDS[each.name]())
        rows.append(
            (
                ((*name, Said(THIS_ONE())) if each.name in own else name,),
                (said(f"{each.pictures:,}"),),
                (said(f"{each.share:.1%}"),),
                (said(BETWEEN(low=each.low, high=each.high)),),
            )
        )
    return Table(tuple(said(head()) for head in (KIND, COUNT, WRONGLY, INTERVAL)), tuple(rows), (5, 3, 3, 4))


def stability(record: Examination, copies: Sequence[CopyScore]) -> Section:
    """How the scores of this picture change on copies, and how copies do in tests."""
    checked = [item for item in record.evidence if "change" in item.facts.numbers]
    blocks: list[Block] = [Paragraph(_change(item)) for item in checked]
    if copies:
        blocks += [Paragraph(said(COPIES())), _copies(copies)]
        blocks += [Paragraph(said(line)) for line in _sides(copies)]
    elif not checked:
        blocks.append(Paragraph(said(NO_CHECK())))
    if why_none(record) is None:
        by_tier = {each.pictures: each.auroc for each in shipped_rates().tier}
        blocks.append(Paragraph(said(TESTED(**by_tier))))
    return Section("stability", Said(labels.STABILITY()), tuple(blocks))


def _change(item: Evidence) -> tuple[Said, ...]:
    first = Said(CHANGE(source=item.source, change=abs(item.facts.numbers["change"])))
    return (first, Said(UNSTABLE())) if item.has(Flag.UNSTABLE) else (first,)


def _copies(copies: Sequence[CopyScore]) -> Table:
    sources = list(dict.fromkeys(each.source for each in copies))
    rows: list[tuple[Cell, ...]] = []
    for side, quality in dict.fromkeys((each.side, each.quality) for each in copies):
        name = AS_RECEIVED() if side is None or quality is None else SMALLER(side=side, quality=quality)
        scores = {each.source: each.score for each in copies if (each.side, each.quality) == (side, quality)}
        told = ((said(f"{score:+.2f}"),) if (score := scores.get(source)) is not None else () for source in sources)
        rows.append(((said(name),), *told))
    return Table((said(COPY()), *(exact(source) for source in sources)), tuple(rows), (4, *(2 for _ in sources)))


def _sides(copies: Sequence[CopyScore]) -> Iterator[str]:
    for source in dict.fromkeys(each.source for each in copies):
        sides = {each.leans for each in copies if each.source == source}
        yield (SAME_SIDE if len(sides) == 1 else OTHER_SIDE)(source=source)
