"""A few steps on a few questions: what comes out changes the encoder, and the file of the router carries it."""

import numpy as np
import pytest
from telltale.agent.perception.encoder import Encoder, check
from telltale.agent.reasoning.dialogue.router import TOPICS, Router, load, save
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.finetune.heads.question_encoder_training import EncoderOptions, low_rank, order, train
from telltale.finetune.rows.asked_questions import AskedQuestion

QUESTIONS = [
    AskedQuestion(f"{text} {number}", topic, "en", number)
    for number in range(8)
    for text, topic in (("where was it taken", Topic.WHERE_TAKEN), ("which camera", Topic.CAMERA))
]


@pytest.mark.weights
def test_a_trained_change_reaches_the_embeddings_and_a_stopped_run_goes_on(encoder, tmp_path):
    said = []
    options = EncoderOptions(rank=2, epochs=2, batch=8)
    router = train(QUESTIONS, options, tmp_path, said.append)
    assert [line.partition(":")[0] for line in said] == ["pass 1 of 2", "pass 2 of 2"]
    again = train(QUESTIONS, options, tmp_path, said.append)  # from the checkpoint, without another pass
    assert len(said) == 2
    for name, array in router.change.items():
        np.testing.assert_array_equal(again.change[name], array)
    save(router, tmp_path / "router.safetensors")
    changed = Encoder(check(), load(tmp_path / "router.safetensors").change)
    text = ["which camera took it"]
    assert not np.allclose(changed(text), encoder(text), atol=1e-4)
    np.testing.assert_allclose(Encoder(check(), {})(text), encoder(text), atol=1e-6)
    assert router.weight.shape[0] == len(TOPICS) and isinstance(router, Router)


def test_every_question_is_in_one_batch_of_a_pass():
    texts = ["x" * (number % 17) for number in range(103)]
    batches = order(texts, EncoderOptions(batch=8), 1)
    assert sorted(np.concatenate(batches)) == list(range(103))
    assert max(map(len, batches)) == 8


def test_names_and_scale_of_the_change_are_those_of_the_encoder():
    import torch

    given = {
        "base_model.model.encoder.layer.0.output.dense.lora_A.default.weight": torch.ones(2, 3),
        "base_model.model.encoder.layer.0.output.dense.lora_B.default.weight": torch.ones(4, 2),
    }
    change = low_rank(given)
    assert set(change) == {"encoder.layer.0.output.dense.weight.A", "encoder.layer.0.output.dense.weight.B"}
    assert (
        change["encoder.layer.0.output.dense.weight.B"].max() == 2
        and change["encoder.layer.0.output.dense.weight.A"].max() == 1
    )
