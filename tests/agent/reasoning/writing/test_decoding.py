"""Rows that are decoded together, with drafts, say what each says alone, token by token."""

import pytest
import torch
from telltale.agent.perception.models import load
from telltale.agent.reasoning.writing.decoding import DecodingRow, decode
from transformers import DynamicCache

PREFIX = [5, 9, 12, 7]
PROMPTS = [[*PREFIX, 11, 30, 31, 32], [*PREFIX, 40], [*PREFIX, 8, 6, 33, 34, 35, 36, 37]]
LIMIT = 24


@pytest.fixture
def language(tiny_folder):
    """A random language model and how often it was called."""
    model = load(str(tiny_folder)).model
    calls = []

    def forward(**inputs):
        calls.append(tuple(inputs["input_ids"].shape))
        with torch.inference_mode():
            return model(**inputs, use_cache=True).logits

    return model, forward, calls


def alone(model, prompt):
    with torch.inference_mode():
        made = model.generate(
            input_ids=torch.tensor([prompt]), do_sample=False, max_new_tokens=LIMIT, eos_token_id=[], pad_token_id=0
        )
    return made[0, len(prompt) :].tolist()


def primed(model, forward):
    cache = DynamicCache(config=model.config.get_text_config())
    ids = torch.tensor([PREFIX])
    places = torch.arange(len(PREFIX))[None]
    forward(
        input_ids=ids,
        attention_mask=torch.ones_like(ids),
        position_ids=places,
        past_key_values=cache,
        logits_to_keep=1,
    )
    return cache


def greedy(said, scores):
    return int(scores.argmax())


def test_rows_say_what_they_say_alone(language):
    model, forward, calls = language
    wanted = [alone(model, prompt) for prompt in PROMPTS]
    rows = [DecodingRow(prompt, greedy) for prompt in PROMPTS]
    said = list(decode(forward, primed(model, forward), rows, frozenset(), LIMIT))
    assert said == list(enumerate(wanted))
    assert len(calls) <= 2 + LIMIT


def test_a_text_that_repeats_its_prompt_takes_fewer_steps(language):
    model, forward, calls = language
    script = [50, 51, 52, 53, 54, 55, 56, 57, 58, 59]
    prompt = [*PREFIX, 49, *script, 3]

    def follow(said, scores):
        return script[len(said)]

    rows = [DecodingRow(prompt, follow), DecodingRow([*PREFIX, 2], follow)]
    said = list(decode(forward, primed(model, forward), rows, frozenset({59}), LIMIT))
    assert [tokens for _, tokens in said] == [script, script]
    assert rows[0].draft(1) == [3]  # all of it was said; what came after it once would be next
    assert calls[2] == (1, 12)  # the first row's token and its draft, and the second's token
    assert len(calls) <= 2 + 10


def test_an_end_ends_its_row_alone_and_rows_come_in_order(language):
    model, forward, _ = language
    ends = iter([2, 9, 4])
    lengths = [next(ends) for _ in PROMPTS]

    def until(length):
        return lambda said, scores: 1 if len(said) == length - 1 else 20 + len(said)

    rows = [DecodingRow(prompt, until(n)) for prompt, n in zip(PROMPTS, lengths, strict=True)]
    said = list(decode(forward, primed(model, forward), rows, frozenset({1}), LIMIT))
    assert [(row, len(tokens)) for row, tokens in said] == [(0, 2), (1, 9), (2, 4)]
    assert all(tokens[-1] == 1 for _, tokens in said)
