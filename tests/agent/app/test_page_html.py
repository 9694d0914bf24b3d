import numpy as np
from telltale.agent.app.page_html import captioned_maps, evidence_html, explanation_text, verdict_html
from telltale.agent.evidence import ClaimJudgement, Contribution, Dropped, Evidence, Region, Verdict
from telltale.agent.investigator import Investigation
from telltale.agent.provenance.contents import Contents

HOSTILE = "<img src=x onerror=alert(1)> ![a](http://example.invalid/b.png)"
PROBABILITIES = {"real": 0.2, "synthetic": 0.7, "tampered": 0.1}
VERDICT = Verdict(
    label="inconclusive",
    headline="Too <bad>.",
    probabilities=PROBABILITIES,
    calibrated=False,
    contributions=(Contribution(evidence="E2", hypothesis="synthetic", log_odds=1.25),),
    abstained_because=("Too <small>.",),
)


def test_whatever_comes_out_of_a_file_is_escaped():
    item = Evidence(id="E1", source="exif", kind="provenance", statement=HOSTILE, caveats=(HOSTILE,))
    page = evidence_html((item,), VERDICT)
    assert "<img" not in page
    assert page.count("&lt;img") == 2


def test_the_table_shows_weight_and_place_and_has_all_cues_below():
    part = Region(x=3, y=4, w=50, h=60)
    evidence = (
        Evidence(id="E2", source="jpeg", kind="detector", statement="Ghost.", supports="tampered", region=part),
        Evidence(id="E3", source="cue:face.eyes", kind="cue", statement="Eyes.", supports="synthetic", score=0.9),
        Evidence(id="E4", source="cue:face.mouth", kind="cue", statement="Mouth.", score=0.2),
    )
    page = evidence_html(evidence, VERDICT)
    main, _, below = page.partition("<details>")
    assert "<td>for synthetic: 1.2</td>" in main and "50×60 px at 3, 4" in main
    assert "Eyes." in main and "Mouth." not in main
    assert "Eyes." in below and "Mouth." in below


def test_the_verdict_gives_the_reasons_for_no_label_and_the_table_the_probabilities():
    page, odds = verdict_html(VERDICT), "real 20%, synthetic 70%, tampered 10% (not calibrated)"
    assert (
        "<b>inconclusive</b>" in page and "Too &lt;small&gt;." in page and "<strong>Too &lt;bad&gt;.</strong>" in page
    )
    assert odds not in page and odds in evidence_html((), VERDICT)
    labelled = VERDICT.model_copy(update={"label": "synthetic", "remark": "A remark."})
    assert odds in verdict_html(labelled) and "A remark." in verdict_html(labelled)
    assert odds not in evidence_html((), labelled)


def test_the_conversation_begins_with_label_claim_and_explanation(record):
    judgement = ClaimJudgement(claim="a cat", bearing="supports", because=("It is one.",))
    explanation = record.explanation.model_copy(update={"dropped": (Dropped(text="x", reason="y", failed="words"),)})
    changed = record.model_copy(update={"claim": judgement, "explanation": explanation})
    lines = explanation_text(changed).splitlines()
    assert lines[0].startswith(record.verdict.label.upper())
    assert "The claim “a cat”: the evidence supports it. It is one." in lines
    verdict, *others = record.explanation.statements
    assert [line for line in lines if line.startswith("•")] == [f"• {statement.text}" for statement in others]
    assert verdict.cites == ("verdict",) and record.verdict.headline in lines[0]  # said once, above
    assert lines[-1] == "(1 rejected sentence)"


def test_a_map_without_a_part_that_stands_out_says_so(investigation):
    heat = np.ones((4, 4), np.float32)
    quiet = Evidence(id="E1", source="noise", kind="detector", statement="", map="noise")
    examination = investigation.examination.model_copy(update={"evidence": (quiet,)})
    shown = captioned_maps(
        Investigation(examination, investigation.exhibit, Contents(), {"noise": heat}), {"cue:face.eyes": heat}
    )
    assert [caption for _, caption in shown] == ["noise: no part stands out", "cue:face.eyes"]
