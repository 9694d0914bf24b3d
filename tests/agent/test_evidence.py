import pytest
from pydantic import ValidationError
from telltale.agent.evidence import Evidence, Facts, Flag, Region, Verdict, number


def test_types_are_frozen_and_refuse_what_they_do_not_know():
    item = Evidence(source="s", kind="cue", statement="t")
    with pytest.raises(ValidationError, match="frozen"):
        item.score = 1.0
    with pytest.raises(ValidationError, match="Extra inputs"):
        Evidence(source="s", kind="cue", statement="t", scores=1.0)
    with pytest.raises(ValidationError):
        Evidence(source="s", kind="rumour", statement="t")
    with pytest.raises(ValidationError):
        Region(x=-1, y=0, w=1, h=1)
    with pytest.raises(ValidationError):
        Verdict(label="maybe", probabilities={}, calibrated=False)


def test_evidence_is_numbered_in_order():
    items = [Evidence(source=s, kind="cue", statement="t") for s in "abc"]
    assert [(e.id, e.source) for e in number(items)] == [("E1", "a"), ("E2", "b"), ("E3", "c")]


def test_a_flag_is_noted_once_and_notes_come_before_caveats():
    item = Evidence(source="s", kind="cue", statement="t", caveats=("A caveat.",))
    noted = item.noted(Flag.UNSTABLE, "A note.").noted(Flag.UNSTABLE, caveats=("Another.",))
    assert noted.facts == Facts(flags=(Flag.UNSTABLE,), notes=("A note.",))
    assert noted.asides == ("A note.", "A caveat.", "Another.") and item.facts == Facts()
    assert noted.has(Flag.UNSTABLE) and not item.has(Flag.UNSTABLE)


def test_records_from_before_there_were_facts_still_read():
    stored = Evidence(source="s", kind="cue", statement="t").model_dump(exclude={"facts"})
    assert Evidence.model_validate(stored).facts == Facts()
