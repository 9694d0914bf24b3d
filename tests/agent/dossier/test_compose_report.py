"""What a report says, and what it does not say, whatever its format."""

import json
import tomllib
from pathlib import Path

import pytest
from telltale.agent.dossier import CopyScore, Particulars, of_investigation, of_record
from telltale.agent.dossier import error_sections as errors
from telltale.agent.dossier.document_parts import Exact, Facts, Paragraph, Picture, Points, Quoted, Said, Table, plain
from telltale.agent.dossier.measured_rates import kinds_of, shipped_rates, tier_of
from telltale.agent.evidence import ExhibitFacts, Flag, Quality, Verdict
from telltale.agent.evidence import Facts as EvidenceFacts
from telltale.agent.translation import MARKS, translated

CARD = Path(__file__).resolve().parents[3] / "MODEL_CARD.md"
KEYS = (
    "summary", "question", "item", "suitability", "findings", "scores", "conclusion", "errors", "stability",
    "unchecked", "limitations", "methods", "contents", "standards", "log", "reproduction", "signatures",
)  # fmt: skip


def texts(document, key):
    """Every line of a section as text."""
    section = next(section for section in document.sections if section.key == key)

    def lines(part):
        if isinstance(part, (Said, Quoted, Exact)):
            yield part.text
        elif isinstance(part, tuple):
            for each in part:
                yield from lines(each)
        elif hasattr(part, "__dataclass_fields__"):
            for name in part.__dataclass_fields__:
                yield from lines(getattr(part, name))

    return list(lines(section))


def test_the_summary_comes_first_and_every_point_has_a_section(make_record):
    assert tuple(section.key for section in of_record(make_record()).sections) == KEYS


def test_the_verdict_is_said_first_with_its_reasons(make_record):
    said = texts(of_record(make_record()), "summary")
    assert said[1] == "inconclusive"
    assert "The evidence for the label synthetic is too weak." in said


def test_what_a_language_model_worded_is_marked(make_record):
    from telltale.agent.dossier.conclusion_sections import MACHINE, NO_MACHINE_NOTE

    record = make_record()
    said = texts(of_record(record), "summary")
    assert said[said.index("The texture looks generated.") + 1 :][:2] == ["[E2]", MACHINE()]
    own = [each.model_copy(update={"written_by": "template"}) for each in record.explanation.statements]
    alone = record.model_copy(update={"explanation": record.explanation.model_copy(update={"statements": tuple(own)})})
    said = texts(of_record(alone), "summary")
    assert MACHINE() not in said and NO_MACHINE_NOTE() in said


def test_observation_stands_apart_from_interpretation(make_record):
    document = of_record(make_record())
    findings = next(section for section in document.sections if section.key == "findings")
    table = next(block for block in findings.blocks if isinstance(block, Table))
    observed, meaning = table.rows[1][1], table.rows[1][2]
    assert plain(observed[0]) == "The texture looks generated."
    assert "synthetic" in plain(meaning[0]) and "1.2" in plain(meaning[1])
    assert all("It supports" not in plain(line) for line in observed)


def test_what_contradicts_the_likeliest_proposition_is_listed(make_record):
    said = texts(of_record(make_record()), "scores")
    assert "The noise differs in a part." in said


def test_the_strength_is_given_in_words_and_never_without_calibration(make_record):
    record = make_record()
    said = texts(of_record(record), "conclusion")
    assert record.verdict.words in said and any("3.49" in line for line in said)
    bare = Verdict(label="inconclusive", probabilities=record.verdict.probabilities, calibrated=False)
    said = texts(of_record(make_record(verdict=bare)), "conclusion")
    from telltale.agent.dossier.conclusion_sections import NO_STRENGTH

    assert NO_STRENGTH() in said and not any("times more probable" in line for line in said)


def test_error_rates_are_those_of_the_tier_and_only_where_they_were_measured(make_record):
    record = make_record()
    assert tier_of(record.exhibit) == "web"
    assert any("6.2%" in line for line in texts(of_record(record), "errors"))
    for changed, why in (
        ({"versions": {"head:clip_heads.safetensors": "another"}}, errors.OTHER_WEIGHTS()),
        ({"verdict": record.verdict.model_copy(update={"error_rate": 0.1})}, errors.OTHER_RATE(rate=0.05)),
        ({"verdict": record.verdict.model_copy(update={"reference_set": None})}, errors.NO_REFERENCE()),
        ({"evidence": tuple(item for item in record.evidence if item.source != "clip")}, errors.PORTRAIT()),
    ):
        said = texts(of_record(make_record(**changed)), "errors")
        assert why in said and not any("got a label" in line for line in said)


def test_a_detector_that_was_set_aside_lends_no_error_rate(make_record):
    record = make_record()
    aside = [
        item.model_copy(update={"facts": EvidenceFacts(flags=(Flag.SET_ASIDE,))}) if item.source == "clip" else item
        for item in record.evidence
    ]
    assert errors.why_none(record.model_copy(update={"evidence": tuple(aside)})) == errors.PORTRAIT()


def test_the_figures_are_those_of_the_model_card():
    rates, card = shipped_rates(), CARD.read_text("utf-8")
    rows = {"whole": "as they are", "web": "web", "hard": "hard"}
    for tier in rates.tier:
        row = next(
            line
            for line in card.splitlines()
            if line.startswith(f"| both labels in one source | {rows[tier.pictures]} |")
        )
        assert f"{tier.labelled:.1%} [" in row
        assert f"{tier.wrong:.1%} [{tier.wrong_low:.1%}, {tier.wrong_high:.1%}]" in row
        assert f"{tier.auroc:.3f} [{tier.auroc_low:.3f}, {tier.auroc_high:.3f}]" in card
    for kind in rates.false_alarms.kind:
        row = f"| {kind.card} | {kind.pictures} |"
        line = next(line for line in card.splitlines() if line.startswith(row))
        assert f"| {kind.share:.1%} | {kind.low:.1%} to {kind.high:.1%} |" in line
    assert f"{rates.photographs:,} photographs of {rates.photograph_sources} public sources" in card
    assert rates.command in card and rates.false_alarms.command in card


@pytest.mark.parametrize(
    ("size", "quality", "tier"),
    [((512, 400), 40, "hard"), ((768, 500), 60, "web"), ((4000, 3000), 60, "whole"), ((400, 300), None, "whole"),
     ((512, 400), 92, "whole")],
)  # fmt: skip
def test_a_file_belongs_to_the_tier_that_it_is_like(size, quality, tier):
    facts = ExhibitFacts(
        name="a", sha256="0", size=1, media_type="image/jpeg", width=size[0], height=size[1],
        quality=Quality(short_side=size[1], jpeg_quality=quality, screenshot=("it is one",)),
    )  # fmt: skip
    assert tier_of(facts) == tier
    assert kinds_of(facts) == ("screenshot",)


def test_the_trust_list_is_named_with_its_date_and_the_time_of_the_check(make_record):
    said = texts(of_record(make_record()), "methods")
    assert "c2pa" in said and "fetched 2026-01-01T00:00:00Z" in said and "checked 2026-02-03T04:05:06Z" in said


def test_scores_of_copies_are_shown_and_a_change_of_side_is_said(investigation):
    same = (CopyScore("clip", 1.0), CopyScore("clip", 1.5, 768, 60))
    other = (CopyScore("clip", 1.0), CopyScore("clip", -1.5, 768, 60))
    assert errors.SAME_SIDE(source="clip") in texts(of_investigation(investigation, copies=same), "stability")
    assert errors.OTHER_SIDE(source="clip") in texts(of_investigation(investigation, copies=other), "stability")


def test_crops_are_the_pixels_of_the_file(investigation):
    import io

    import numpy as np
    from PIL import Image

    document = of_investigation(investigation)
    findings = next(section for section in document.sections if section.key == "findings")
    crop = next(block for block in findings.blocks if isinstance(block, Picture))
    assert (np.asarray(Image.open(io.BytesIO(crop.png))) == investigation.exhibit.pixels[10:40, 20:60]).all()


def test_what_the_file_holds_is_quoted_and_cut(investigation, hostile):
    section = next(s for s in of_investigation(investigation).sections if s.key == "contents")
    for block in section.blocks:
        if isinstance(block, Table):
            values = [part for row in block.rows for line in row[1] for part in line]
            assert values and all(isinstance(part, Quoted) for part in values)
            assert all(len(part.text) <= part.length + 2 and "\n" not in part.text for part in values)


def test_names_come_from_those_who_ask_and_are_quoted(make_record):
    given = Particulars(examiner="A. Weber", case_number="4711/26")
    head = of_record(make_record(), given).head
    assert isinstance(head, Facts)
    assert "“A. Weber”" in [plain(line) for _, cell in head.rows for line in cell]


@pytest.mark.parametrize("language", MARKS)
def test_our_own_labels_are_translated_and_foreign_text_is_not(make_record, language):
    document = of_record(make_record(name="Bericht real.jpg"), language=language)
    assert document.language == language
    assert document.title.text == translated("Report on the examination of a picture", language)
    assert document.subject.text == "“Bericht real.jpg”"
    for section in document.sections:
        assert not section.title.text.startswith(MARKS[language])
        for block in section.blocks:
            if isinstance(block, Paragraph):
                assert all(MARKS[language] not in part.text or isinstance(part, Said) for part in block.line)


def test_sentences_of_ours_are_translated_in_all_languages(make_record):
    for language in MARKS:
        for key in ("question", "unchecked", "standards", "errors", "stability", "reproduction", "signatures"):
            marked = [
                t for t in texts(of_record(make_record(), language=language), key) if t.startswith(MARKS[language])
            ]
            assert not [line for line in marked if "a named set" not in line]


def test_another_language_is_refused_by_name(make_record):
    with pytest.raises(ValueError, match="'nl'; use one of en, de, fr, es, zh"):
        of_record(make_record(), language="nl")


def test_the_command_repeats_what_the_record_tells(make_record):
    from telltale.agent.dossier.method_sections import inferred_command

    record = make_record(name="a b; rm -rf.jpg")
    command = inferred_command(record)
    assert command == "telltale examine PICTURE --no-perceive --trust-anchors c2pa"
    assert json.loads(of_record(record).record)["schema"] == "telltale/examination/1"
    versions = {**record.versions, "model:text": "0123", "model:org/big": "as served"}
    command = inferred_command(record.model_copy(update={"versions": versions}))
    assert "--model org/big " in command  # and not what only reads writing


def test_every_rule_of_the_table_is_there(make_record):
    said = texts(of_record(make_record()), "standards")
    assert [line[:3] for line in said if line[:1] == "(" and line[2:3] == ")"] == ["(a)", "(b)", "(c)", "(d)"]


def test_the_figures_file_has_no_unknown_fields():
    text = (Path(errors.__file__).parent / "measured_rates.toml").read_text("utf-8")
    assert tomllib.loads(text).keys() == type(shipped_rates()).model_fields.keys()


def test_the_log_of_a_case_is_quoted(make_record):
    document = of_record(make_record(), Particulars(log=("2026-02-03 A. Weber added “a.jpg”",)))
    log = next(section for section in document.sections if section.key == "log")
    points = next(block for block in log.blocks if isinstance(block, Points))
    assert isinstance(points.items[0][0], Quoted)
