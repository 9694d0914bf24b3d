import numpy as np
import pytest
from telltale.eval import metrics


def test_rouge_and_sentence_similarity(encoder):
    assert metrics.rouge_l("the cat sat", ["a dog", "the cat sat"]) == 1.0
    # longest common subsequence "the sat" of 2: P = 2/2, R = 2/3, F = .8
    assert metrics.rouge_l("the sat", ["the cat sat"]) == pytest.approx(0.8)
    model = metrics.sentence_encoder()
    said = ["The hand has six fingers.", "A car."]
    same, other = metrics.css(said, [["The hand has six fingers."], ["Two dogs.", "The weather is fine today."]], model)
    assert same == pytest.approx(1, abs=1e-5) and other < 0.5
    ours = encoder(said)
    assert np.abs(ours - model.encode(said, normalize_embeddings=True)).max() < 1e-5
