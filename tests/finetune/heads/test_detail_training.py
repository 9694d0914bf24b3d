"""A few steps on a few questions: what comes out names them, and the file of the head carries it."""

import numpy as np
import pytest
from telltale.agent.perception.encoder import Encoder, check
from telltale.agent.reasoning.dialogue import detail_router
from telltale.agent.reasoning.dialogue.detail_names import Detail
from telltale.agent.reasoning.dialogue.detail_router import DetailReader, DetailRouter, first_of
from telltale.agent.reasoning.dialogue.router import features
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.finetune.heads.detail_training import DetailOptions, examples, joined, train
from telltale.finetune.heads.named_rightly import Named, is_same
from telltale.finetune.rows.asked_questions import AskedQuestion
from telltale.finetune.rows.named_details import NamedQuestion

WRITTEN = [
    NamedQuestion(f"{text} {number}", detail, "en")
    for number in range(8)
    for text, detail in (("is there a virus inside", Detail.MALWARE), ("does it cost anything", Detail.COST))
]
OTHERS = [
    AskedQuestion("how many dpi has it", Topic.FILE_FORM, "en", 1),
    AskedQuestion("is it real", Topic.VERDICT, "en", 2),
    AskedQuestion("where was it taken", Topic.WHERE_TAKEN, "en", 3, before=(Topic.VERDICT,)),
]


class Sure:
    """A head that is sure that everything asks for the cost."""

    def shares(self, matrix):
        shares = np.zeros((len(matrix), len(detail_router.DETAILS) + 1), np.float32)
        shares[:, detail_router.DETAILS.index(Detail.COST)] = 1
        return shares


def test_patterns_name_what_they_find_and_the_rest_is_none():
    found = examples(WRITTEN, OTHERS, DetailOptions(kept=1.0))
    assert [(each.question.detail, each.weight) for each in found[len(WRITTEN) :]] == [
        (Detail.DENSITY, 0.5), (None, 0.2), (None, 0.2),
    ]  # fmt: skip
    assert found[-1].question.before == (Topic.VERDICT,)
    assert len(examples(WRITTEN, OTHERS, DetailOptions(kept=0.0))) == len(WRITTEN) + 1


@pytest.mark.weights
def test_what_an_earlier_head_names_is_not_learned_as_none(encoder):
    earlier = DetailReader(Sure(), encoder)
    found = examples(WRITTEN, OTHERS, DetailOptions(kept=1.0), earlier)
    assert [each.question.detail for each in found[len(WRITTEN) :]] == [Detail.DENSITY]


@pytest.mark.weights
def test_a_trained_head_names_its_questions_and_a_stopped_run_goes_on(encoder, tmp_path):
    said = []
    options = DetailOptions(rank=2, rate=3e-3, epochs=12, batch=8)
    learned = examples(WRITTEN, (), options)
    head = train(learned, options, tmp_path, said.append)
    assert len(said) == 12
    again = train(learned, options, tmp_path, said.append)  # from the checkpoint, without another pass
    assert len(said) == 12
    np.testing.assert_array_equal(again.weight, head.weight)
    detail_router.save(head, tmp_path / "detail_router.safetensors")
    kept = detail_router.load(tmp_path / "detail_router.safetensors")
    texts = ["is there a virus inside 3", "does it cost anything 5"]
    shares = kept.shares(features(texts, Encoder(check(), kept.change), ["en", "en"], [(), ()]))
    assert [first_of(row)[0] for row in shares] == [Detail.MALWARE, Detail.COST]


def test_a_file_for_other_details_is_refused(tmp_path, monkeypatch):
    head = DetailRouter(np.zeros((2, 3), np.float32), np.zeros(2, np.float32))
    detail_router.save(head, tmp_path / "head.safetensors")
    monkeypatch.setattr(detail_router, "DETAILS", (Detail.COST,))
    with pytest.raises(ValueError, match="fitted for other details"):
        detail_router.load(tmp_path / "head.safetensors")


def test_two_changes_of_a_layer_are_one():
    rng = np.random.default_rng(0)
    one, two = ({"x.A": rng.normal(size=(r, 5)), "x.B": rng.normal(size=(4, r))} for r in (2, 3))
    both = joined(one, two)
    np.testing.assert_allclose(both["x.B"] @ both["x.A"], one["x.B"] @ one["x.A"] + two["x.B"] @ two["x.A"], rtol=1e-4)
    assert set(joined(one, {})) == {"x.A", "x.B"}


def test_details_with_one_answer_are_the_same_and_patterns_come_first():
    assert is_same(Detail.TWO_DATES, Detail.DATES_DIFFER) and not is_same(Detail.COST, Detail.LICENCE)
    assert is_same(None, None) and not is_same(None, Detail.COST)
    question = NamedQuestion("what does it cost", Detail.COST, "en")
    assert Named(question, Detail.COST, Detail.LICENCE, 0.45).is_right
    assert not Named(question, Detail.COST, Detail.LICENCE, 0.9).is_right
    assert Named(question, Detail.COST, None, 0.9).is_right
    unsure = Named(question, None, Detail.COST, 0.3)
    assert unsure.given(0.2) is Detail.COST and unsure.given(0.4) is None
