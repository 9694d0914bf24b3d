"""What the page shows while an examination goes on: evidence with the verdict, and sentences as they are written."""

import threading

import pytest
from telltale.agent.app.desk import Desk
from telltale.agent.app.heard_stages import SENTENCE, heard_stages
from telltale.agent.app.house import KEEP, House
from telltale.agent.app.turns import respond
from telltale.agent.evidence import Evidence, Statement
from telltale.agent.reasoning.writing.listening import listening, tell


def said(text, *cites):
    return Statement(text=text, cites=cites or ("E1",), grounding=1.0, written_by="model")


class Scripted:
    """Examines by a script, and tells the sentences of its explanation from a thread, out of order."""

    def __init__(self, investigation):
        self.investigation = investigation

    def stream(self, file, claim=None):
        evidence = (Evidence(id="E1", source="noise", kind="detector", statement="A <finding>."),)
        yield "exhibit", self.investigation.exhibit
        yield "second_look", (evidence, None)
        yield "verdict", self.investigation.examination.verdict
        for place, statement in ((2, said("Last [E1].")), (0, said("The verdict.", "verdict")), (1, said("First."))):
            tell(place, statement)
        yield "explanation", None
        raise ValueError("this is all")


def test_evidence_comes_with_the_verdict_and_sentences_in_their_places(investigation, tmp_path):
    (tmp_path / "a.png").touch()
    steps = list(respond(House(Scripted(investigation)), "", [str(tmp_path / "a.png")], Desk()))
    with_evidence = next(step for step in steps if "finding" in str(step.evidence))
    assert (
        investigation.examination.verdict.headline in with_evidence.verdict
        and "<finding>" not in with_evidence.evidence
    )
    answers = [step.answer for step in steps if step.answer is not KEEP]
    assert answers[0] == "" and answers[-1] == ""  # what was begun does not stay when it fails
    assert answers[1].count("<p>") == 1 and 'data-cite="E1"' in answers[1]
    assert "The verdict." not in "".join(answers)  # it stands above
    assert answers[-2].index("First.") < answers[-2].index("Last")


def test_nobody_hears_what_is_told_outside_and_an_error_comes_out_where_stages_are_taken(investigation):
    heard = []
    with listening(lambda place, statement: heard.append(place)):
        tell(3, said("A."))
    tell(4, said("B."))
    assert heard == [3]
    stages = heard_stages(Scripted(investigation), "a.png", None)
    with pytest.raises(ValueError, match="this is all"):
        names = [name for name, _ in stages]
        raise AssertionError(names)


def test_an_examination_that_is_given_up_ends_before_its_place_is_free(investigation):
    ended = threading.Event()

    class Long:
        def stream(self, file, claim=None):
            try:
                yield "exhibit", investigation.exhibit
                yield "verdict", investigation.examination.verdict
                raise AssertionError("nobody waits for this")
            finally:
                ended.set()

    stages = heard_stages(Long(), "a.png", None)
    assert next(stages)[0] == "exhibit"
    stages.close()
    assert ended.is_set() and SENTENCE not in ("exhibit", "verdict")
