import io

import pytest
from rich.console import Console
from telltale.agent.evidence import (
    ClaimJudgement,
    Dropped,
    Evidence,
    Explanation,
    Facts,
    Flag,
    Look,
    Region,
    SecondLook,
    Statement,
)
from telltale.agent.report.terminal import show
from telltale.agent.sentences import reworded


def shown(record, width=120):
    console = Console(width=width, record=True, file=io.StringIO())
    show(console, record)
    return console.export_text()


@pytest.fixture
def cues():
    eyes = Evidence(id="E8", source="cue:face.eyes", kind="cue", statement="Eyes.", supports="synthetic", score=0.9)
    mouth = Evidence(id="E9", source="cue:face.mouth", kind="cue", statement="Mouth.", score=0.6)
    hair = Evidence(id="E10", source="cue:hair.strands", kind="cue", statement="Hair.", score=0.4)
    return [
        eyes,
        mouth.model_copy(update={"facts": Facts(flags=(Flag.UNRELIABLE,))}),
        hair.model_copy(update={"facts": Facts(flags=(Flag.UNASSESSED,))}),
    ]


def test_everything_that_matters_is_shown(examination):
    text = shown(examination, width=100)
    label, sha256 = examination.verdict.label.upper(), examination.exhibit.sha256
    for words in ("a [b].jpg", label, sha256, "E1", "spectral", "jpeg", "Limitations", "total"):
        assert words in text


def test_a_contribution_stands_beside_its_finding(examination):
    (part, *_) = [part for part in examination.verdict.contributions if part.evidence.startswith("E")]
    (line,) = [line for line in shown(examination).splitlines() if line.split()[:1] == [part.evidence]]
    way = "for" if part.log_odds > 0 else "against"
    assert f"{way} {part.hypothesis}: {abs(part.log_odds):.1f}" in line


def test_cues_that_can_count_are_shown_and_the_others_are_counted(examination, cues):
    text = shown(examination.model_copy(update={"evidence": (*examination.evidence, *cues)}))
    assert "Eyes." in text and "Mouth." not in text
    assert "0.90" in text and "0.60" not in text and "0.40" not in text
    assert text.count("left out here: 1, because in tests") == 1
    assert text.count("left out here: 1, because it was not") == 1


def test_what_is_left_out_comes_from_flags_and_not_from_words(examination, cues):
    record = examination.model_copy(update={"evidence": tuple(cues)})
    with reworded(lambda sentence: "blah"):
        text = shown(record)
    assert "0.90" in text and "0.60" not in text and "0.40" not in text


def test_who_wrote_the_explanation_is_told_with_the_count_of_rejected_sentences(examination):
    statement = Statement(text="It is [E2].", cites=("E2",), grounding=1.0, written_by="model")
    dropped = Dropped(text="x", reason="y", failed="words", mended=True)
    written = Explanation(statements=(statement,), dropped=(dropped, dropped), model="small")
    text = shown(examination.model_copy(update={"explanation": written}))
    assert "• It is [E2]." in text
    assert "written by the model small; 2 rejected sentences (2 replaced at a second attempt)" in text
    own = written.model_copy(update={"model": None})
    assert "in the evidence's own words" in shown(examination.model_copy(update={"explanation": own}))


def test_a_claim_is_shown_with_its_judgement(examination):
    judgement = ClaimJudgement(claim="a cat", bearing="contradicts", because=("It is a dog.",), cites=("E2",))
    text = shown(examination.model_copy(update={"claim": judgement}))
    assert "“a cat”" in text and "The evidence contradicts it. It is a dog. [E2]" in text


def test_a_second_look_shows_each_score_of_the_whole_and_of_the_places(examination, cues):
    looks = (
        Look(region=Region(x=0, y=155, w=224, h=224), scores={"clip": (-0.78, -1.97), "cue:face.eyes": (0.9, 0.4)}),
        Look(region=Region(x=153, y=0, w=224, h=224), scores={"clip": (-0.78, 1.3)}),
    )
    log = SecondLook(because=("E10 for, E2 against",), looks=looks, before="real", after="inconclusive", still=("So.",))
    record = examination.model_copy(update={"second_look": log, "evidence": (*examination.evidence, *cues)})
    lines = shown(record).splitlines()
    start = lines.index(next(line for line in lines if line.startswith("Second look")))
    text, rows = "\n".join(lines[start:]), [line.split() for line in lines[start:]]
    assert "(E10 for, E2 against), so 2 places were measured again." in text
    assert "224×224 px" in text and "at 0, 155" in text and "at 153, 0" in text
    assert ["clip", "-0.78", "-1.97", "+1.30"] in rows
    assert ["cue:face.eyes", "0.90", "0.40"] in rows
    assert "The label changed from real to inconclusive. So." in text
    same = log.model_copy(update={"after": "real", "looks": looks[:1], "still": ()})
    text = shown(record.model_copy(update={"second_look": same}))
    assert "so one place was measured again." in text and "The label is real, as it was before." in text
