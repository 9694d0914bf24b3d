import pytest
from telltale.agent.investigator import Investigator
from telltale.eval import parsing
from telltale.eval.responders import ResponderOptions
from telltale.eval.responders.whole_agent import WholeAgent

from tests.eval.responders.made import ask


@pytest.mark.slow
@pytest.mark.weights
def test_the_agent_answers_by_its_verdict(small_once, tmp_path, astronaut):
    astronaut.crop((0, 0, 320, 320)).save(tmp_path / "a.jpg", quality=92)
    agent = WholeAgent("small", ResponderOptions())
    items = [
        ask("1", tmp_path / "a.jpg", truth="real", answer="no"),
        ask("2", tmp_path / "a.jpg", asks="real", truth="real", answer="yes"),
        ask("3", tmp_path / "a.jpg", kind="explanation", truth="real"),
    ]
    (batch,) = agent.plan(items)
    replies = agent.answer(batch, 0)
    record = Investigator("small", explain=False).examine(str(tmp_path / "a.jpg")).examination
    assert replies[0].p_fake == pytest.approx(1 - record.verdict.probabilities["real"])
    assert replies[0].abstained == (record.verdict.label == "inconclusive")
    first, second = (parsing.judge(item, reply) for item, reply in zip(items[:2], replies[:2], strict=True))
    assert first.called == second.called and first.value != second.value
    assert replies[2].text and replies[2].grounded <= replies[2].cited <= replies[2].sentences
    (broken,) = agent.answer([ask("4", tmp_path / "none.jpg")], 0)
    assert "no such file" in broken.error
