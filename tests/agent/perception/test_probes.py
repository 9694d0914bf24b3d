"""Probes: packed questions answer as each would alone, and the answer is found where the model gives it."""

import time

import numpy as np
import pytest
import torch
from telltale.agent.evidence import Flag
from telltale.agent.perception import probes
from telltale.agent.perception.cue_evidence import to_evidence
from telltale.prompts import cues


def test_the_tiny_model_is_tiny(tiny):
    assert 50_000 < sum(p.numel() for p in tiny.model.parameters()) < 150_000


@pytest.mark.parametrize("name", ["tiny", pytest.param("small", marks=[pytest.mark.weights, pytest.mark.slow])])
def test_packed_questions_answer_as_alone(name, request, pixels):
    model = request.getfixturevalue(name)
    together = probes.ask(model, pixels, cues())
    assert [r.cue for r in together] == list(cues())
    if name == "small":  # asking alone takes a look at the picture each time: every twelfth
        together = together[::12]
    alone = [probes.ask(model, pixels, [reading.cue])[0] for reading in together]
    assert np.allclose([r.p_yes for r in together], [r.p_yes for r in alone], atol=1e-4)
    assert np.allclose([r.mass for r in together], [r.mass for r in alone], atol=1e-4)
    assert [r.step for r in together] == [r.step for r in alone]


def test_packed_and_one_by_one_are_the_same(tiny, pixels, monkeypatch):
    packed = probes.ask(tiny, pixels, cues())
    monkeypatch.setattr(probes, "PACKABLE", set())
    single = probes.ask(tiny, pixels, cues())
    assert np.allclose([r.p_yes for r in packed], [r.p_yes for r in single], atol=1e-5)


def test_p_yes_is_the_softmax_at_the_last_token(tiny, pixels):
    """Worked out by hand with one plain forward pass."""
    reading = probes.ask(tiny, pixels, cues()[1:2])[0]
    question = f"Answer yes or no. {cues()[1].question}"
    inputs = tiny.processor(images=pixels, text=probes.prompt(tiny.processor, question), return_tensors="pt")
    with torch.inference_mode():
        p = tiny.model(**inputs).logits[0, -1].softmax(-1)
    token = tiny.processor.tokenizer.convert_tokens_to_ids
    yes = sum(float(p[token(t)]) for t in ("yes", "Yes", "Ġyes", "ĠYes"))
    no = sum(float(p[token(t)]) for t in ("no", "No", "Ġno", "ĠNo"))
    assert reading.step in (None, 0)
    assert reading.p_yes == pytest.approx(yes / (yes + no), abs=1e-5)
    assert reading.mass == pytest.approx(yes + no, abs=1e-5)


def test_other_llavas_work_unchanged(tiny, tmp_path):
    """LLaVA-NeXT cuts the picture into tiles, so that its prefix is longer and of another make."""
    from telltale.agent.perception.models import load
    from transformers import (
        LlavaNextConfig,
        LlavaNextForConditionalGeneration,
        LlavaNextImageProcessor,
        LlavaNextProcessor,
    )

    config, grid = tiny.model.config, [[32, 64], [64, 32], [64, 64]]
    LlavaNextForConditionalGeneration(
        LlavaNextConfig(
            vision_config=config.vision_config.to_dict(),
            text_config=config.text_config.to_dict(),
            image_token_index=config.image_token_index,
            image_grid_pinpoints=grid,
            vision_feature_layer=-2,
        )
    ).save_pretrained(tmp_path)
    LlavaNextProcessor(
        LlavaNextImageProcessor(
            size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32}, image_grid_pinpoints=grid
        ),
        tiny.processor.tokenizer,
        patch_size=8,
        vision_feature_select_strategy="default",
        image_token="<image>",
        num_additional_image_tokens=1,
        chat_template=tiny.processor.chat_template,
    ).save_pretrained(tmp_path)
    model = load(str(tmp_path))
    wide = np.random.default_rng(0).integers(0, 255, (50, 90, 3), np.uint8)
    together = [reading.p_yes for reading in probes.ask(model, wide, cues())]
    assert np.allclose(together, [probes.ask(model, wide, [cue])[0].p_yes for cue in cues()], atol=1e-5)


class Scripted:
    """Logits as a model would give them that says the words of a script, one a step."""

    def __init__(self, *scripts):
        self._scripts, self._at = scripts, [0] * len(scripts)

    def _rows(self, rows):
        logits = torch.full((len(rows), 10), -9.0)
        for row, k in enumerate(rows):
            logits[row, self._scripts[k][self._at[k]]] = 9.0
        return logits

    def first(self):
        return self._rows(range(len(self._scripts)))

    def next(self, rows, tokens):
        for k, token in zip(rows, tokens, strict=True):
            assert token == self._scripts[k][self._at[k]]
            self._at[k] += 1
        return self._rows(rows)


def test_the_answer_is_located_not_assumed_at_a_step():
    yes, no, other = 1, 2, 5
    source = Scripted([yes], [other, no], [other, other, yes], [other] * 5)
    readings = probes.read_answers(source, cues()[:4], [([yes], [no])] * 4)
    assert [r.step for r in readings] == [0, 1, 2, None]
    assert [r.p_yes > 0.5 for r in readings[:3]] == [True, False, True]
    assert readings[3].mass < 0.01


def test_answer_tokens_of_a_tokenizer_that_cannot_tell_them_apart():
    class Same:
        def encode(self, text, add_special_tokens):
            return [1, 2]

    with pytest.raises(ValueError, match="can't be probed"):
        probes.answer_tokens(Same())


@pytest.mark.slow
@pytest.mark.weights
def test_two_dozen_cues_cost_less_than_three_times_one(small, pixels):
    probes.ask(small, pixels, cues()[:1])  # warm
    seconds = {1: [], 24: []}
    for _ in range(2):
        for count, spent in seconds.items():
            start = time.perf_counter()
            probes.ask(small, pixels, cues()[:count])
            spent.append(time.perf_counter() - start)
    assert min(seconds[24]) < 3 * min(seconds[1])


def test_cues_are_neutral_evidence_until_assessed(tiny, pixels):
    readings = probes.ask(tiny, pixels, cues())
    for trained, words, flag in (
        (True, "has not been measured", Flag.UNASSESSED),
        (False, "has not been trained", Flag.UNTRAINED),
    ):
        evidence = to_evidence(readings, "tiny", trained=trained)
        assert len(evidence) == len(cues())
        assert {item.supports for item in evidence} == {"neutral"}
        assert all(words in item.caveats[0] and item.facts.flags == (flag,) for item in evidence)
        assert all(0 <= item.score <= 1 for item in evidence)
