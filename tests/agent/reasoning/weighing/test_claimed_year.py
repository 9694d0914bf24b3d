import pytest
from telltale.agent.evidence import ClaimJudgement, Evidence, Facts, Region
from telltale.agent.foreign import Foreign
from telltale.agent.read_texts import ReadLine
from telltale.agent.reasoning.weighing.claimed_year import with_years


def judged(claim):
    return ClaimJudgement(claim=claim, bearing="does not bear", because=("The verdict is open.",), cites=("E1",))


def text(*lines, readable=True):
    read = tuple(
        ReadLine(
            text=Foreign(line), region=Region(x=0, y=0, w=9, h=9), confidence=0.99, script="latin", readable=readable
        )
        for line in lines
    )
    return [
        Evidence(id="E1", source="clip", kind="detector", statement="s"),
        Evidence(id="E2", source="ocr", kind="detector", statement="s", facts=Facts(texts=read)),
    ]


def test_another_year_in_the_picture_is_told_and_changes_no_judgement():
    after = with_years(judged("the flood of May 2021"), text("Spring sale 2023"))
    assert after.bearing == "does not bear" and after.cites == ("E1", "E2")
    assert "2021" in after.because[-1] and "2023" in after.because[-1] and "compare" in after.because[-1]


@pytest.mark.parametrize(
    ("claim", "lines"),
    [("the flood of May 2021", ("2021 — 2023",)), ("a flood", ("2023",)), ("the flood of 2021", ("Route 66",))],
)
def test_nothing_is_told_where_nothing_differs(claim, lines):
    assert with_years(judged(claim), text(*lines)) == judged(claim)


def test_a_line_that_could_not_be_read_is_not_relied_on():
    claim = judged("the flood of 2021")
    assert with_years(claim, text("2023", readable=False)) == claim
    assert with_years(claim, []) == claim
