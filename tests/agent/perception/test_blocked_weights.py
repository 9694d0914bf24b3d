"""Reordered weights give the same numbers; layers of other kinds stay as they are."""

import copy

import pytest
import torch
from telltale.agent.perception.blocked_weights import blocked
from telltale.agent.perception.precision import fast_bfloat16


def layers(dtype):
    torch.manual_seed(0)
    inner = torch.nn.Sequential(torch.nn.Linear(48, 96, bias=False), torch.nn.SiLU())
    return torch.nn.Sequential(inner, torch.nn.LayerNorm(96), torch.nn.Linear(96, 33)).to(dtype).eval()


@pytest.mark.skipif(not fast_bfloat16(), reason="a processor without bfloat16")
@pytest.mark.parametrize("tokens", [1, 11, 300])
def test_the_results_are_the_same_to_the_last_bit(tokens):
    plain = layers(torch.bfloat16)
    ordered = blocked(copy.deepcopy(plain))
    assert not any(isinstance(each, torch.nn.Linear) for each in ordered.modules())
    states = torch.randn(1, tokens, 48).bfloat16()
    with torch.inference_mode():
        assert torch.equal(ordered(states), plain(states))


def test_other_precisions_are_left_alone():
    plain = layers(torch.float32)
    kept = [id(each) for each in plain.modules()]
    assert [id(each) for each in blocked(plain).modules()] == kept
