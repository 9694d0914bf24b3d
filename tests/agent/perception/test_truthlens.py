import json

import pytest
from langchain_core.language_models import FakeListChatModel
from telltale.agent.evidence import Quality
from telltale.agent.perception import truthlens
from telltale.agent.reasoning.weighing import fuse, weigh

REPLY = json.dumps({"verdict": "fake", "reason": "The hands merge.", "signs": ["features", "nonsense"]})


def test_there_are_nine_probes():
    assert list(truthlens.probes()) == [
        "lighting", "texture", "symmetry", "reflections", "features", "hair", "eyes", "background", "realism"
    ]  # fmt: skip


def test_a_picture_is_described_nine_times_and_judged(pixels):
    model = FakeListChatModel(responses=[*(f"Text {n}." for n in range(9)), f"Sure! {REPLY}"])
    seen = truthlens.look(model, pixels)
    assert sorted(seen.descriptions.values()) == [f"Text {n}." for n in range(9)]
    assert (seen.verdict, seen.reason, seen.signs) == ("fake", "The hands merge.", ("features",))
    evidence = truthlens.to_evidence(seen, "m")
    assert [e.source for e in evidence][-2:] == ["truthlens:realism", "truthlens:verdict"]
    assert "concludes that the picture was made by a generative model" in evidence[-1].statement


@pytest.mark.parametrize(
    "reply", ["It is fake.", '{"verdict": "unreal"}', '{"verdict": fake}', "[]", '{"verdict": {"a": 1}}', ""]
)
def test_a_reply_that_can_not_be_read_is_not_guessed(reply):
    assert truthlens.parsed(reply) == (None, "", ())
    evidence = truthlens.to_evidence(truthlens.Look({}, None), "m")
    assert "no readable verdict" in evidence[-1].statement


def test_nothing_of_it_carries_weight():
    quality = Quality(short_side=500)
    seen = truthlens.Look({"hair": "Strands melt."}, "fake", "Hair.", ("hair",))
    evidence = [e.model_copy(update={"id": f"E{n}"}) for n, e in enumerate(truthlens.to_evidence(seen, "m"), 1)]
    assert fuse(weigh(evidence, quality), quality).probabilities == fuse((), quality).probabilities
