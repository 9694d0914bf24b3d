import numpy as np
from telltale.agent.app.credentials_html import credentials_html
from telltale.agent.app.page_html import answer_html, evidence_html, linked, verdict_html
from telltale.agent.app.served_files import ServedFiles
from telltale.agent.app.viewer_data import first_view, with_maps, with_places
from telltale.agent.evidence import ClaimJudgement, Contribution, Dropped, Evidence, Region, Verdict
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.credential_types import Finding, Manifest, Status

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
    assert ">for synthetic: 1.2</td>" in main and "50×60 px at 3, 4" in main
    assert "Eyes." in main and "Mouth." not in main
    assert "Eyes." in below and "Mouth." in below
    for name in ("row-E2", "row-E3", "row-E4"):
        assert page.count(f'id="{name}"') == 1  # a name stands once on a page


def test_the_verdict_gives_the_reasons_for_no_label_and_the_table_the_probabilities():
    page, odds = verdict_html(VERDICT), "real 20%, synthetic 70%, tampered 10% (not calibrated)"
    assert (
        "<b>inconclusive</b>" in page and "Too &lt;small&gt;." in page and "<strong>Too &lt;bad&gt;.</strong>" in page
    )
    assert odds not in page and odds in evidence_html((), VERDICT)
    labelled = VERDICT.model_copy(update={"label": "synthetic", "remark": "A remark."})
    assert odds in verdict_html(labelled) and "A remark." in verdict_html(labelled)
    assert odds not in evidence_html((), labelled)


def test_the_answer_has_the_claim_the_explanation_and_the_limits(record):
    judgement = ClaimJudgement(claim="a <cat>", bearing="supports", because=("It is one [E2].",))
    explanation = record.explanation.model_copy(update={"dropped": (Dropped(text="x", reason="y", failed="words"),)})
    changed = record.model_copy(
        update={"claim": judgement, "explanation": explanation, "limitations": ("Small <it>.",)}
    )
    page = answer_html(changed)
    assert "The claim “a &lt;cat&gt;”: the evidence supports it." in page
    assert '[<a href="#row-E2" data-cite="E2" aria-label="Finding E2">E2</a>]' in page
    assert record.verdict.headline not in page  # said once, above
    assert "(1 rejected sentence)" in page and "Small &lt;it&gt;." in page


def test_only_citations_become_links_and_nothing_else_is_markup():
    assert linked("E1 and <b>[E2, E10]") == (
        'E1 and &lt;b&gt;[<a href="#row-E2" data-cite="E2" aria-label="Finding E2">E2</a>, '
        '<a href="#row-E10" data-cite="E10" aria-label="Finding E10">E10</a>]'
    )


def test_the_viewer_shows_maps_that_say_something_first_and_places(investigation):
    heat, served, exhibit = np.ones((4, 4), np.float32), ServedFiles(), investigation.exhibit
    part = Region(x=3, y=4, w=5, h=6)
    evidence = (
        Evidence(id="E1", source="noise", kind="detector", statement="Quiet.", map="noise"),
        Evidence(id="E2", source="jpeg", kind="detector", statement="Ghost.", map="jpeg", region=part),
    )
    data = with_places(first_view(exhibit, served), evidence)
    data = with_maps(data, {"noise": heat, "jpeg": heat}, evidence, served)
    assert [(layer["name"], layer["kind"]) for layer in data["layers"][:2]] == [("jpeg", "map"), ("noise", "quiet")]
    assert data["boxes"] == [{"id": "E2", "title": "jpeg", "x": 3, "y": 4, "w": 5, "h": 6}]
    assert "no part stands out" in data["layers"][1]["caption"]
    assert np.array_equal(np.asarray(served.opened(data["picture"])), exhibit.pixels)  # lossless
    view = next(layer for layer in data["layers"] if layer["kind"] == "view")
    assert served.opened(view["url"]).size == (exhibit.facts.width, exhibit.facts.height)
    assert "No evidence by itself" in view["caption"]


def test_each_manifest_of_the_tree_has_its_own_trust_and_integrity():
    def status(code, finding, recorded=False):
        return Status(code=code, finding=finding, recorded=recorded)

    valid = status("claimSignature.validated", Finding.SUCCESS)
    broken = Manifest(
        label=Foreign("b"),
        relationship="parentOf",
        signer=Foreign(HOSTILE),
        trusted=False,
        statuses=(valid, status("assertion.dataHash.mismatch", Finding.TAMPERING)),
    )
    bare = Manifest(label=Foreign("c"), relationship="componentOf", has_manifest=False)
    unchecked = Manifest(label=Foreign("d"), relationship="inputTo", statuses=())
    page = credentials_html(
        Manifest(label=Foreign("a"), trusted=True, statuses=(valid,), ingredients=(broken, bare, unchecked))
    )
    own, parent, part, given = page.split('class="tree"')[1].split("<li>")[1:]
    assert "hashes and signature match" in own and "signer trusted" in own
    assert "failed: assertion.dataHash.mismatch" in parent and "signer trusted" not in parent and "<img" not in parent
    assert "no credentials of its own" in part and "signer" not in part
    assert "could not be checked here" in given and "match" not in given  # without a check nothing is said to match
    assert "says nothing about the picture" in credentials_html(None)
