import torch
from telltale.agent.models import residual_network


def test_the_filters_are_blind_to_flat_and_sloping_parts():
    bank = residual_network.high_pass_bank()
    assert bank.sum((1, 2, 3)).abs().max() < 1e-6
    slope = torch.arange(5.0).repeat(5, 1)
    assert (bank[2:] * slope).sum((1, 2, 3)).abs().max() < 1e-5  # the second differences and the rich-model kernels


def test_the_map_averages_to_the_logit_and_shows_where():
    torch.manual_seed(0)
    network = residual_network.ResidualNetwork(width=8).eval()
    pictures = torch.rand(2, 3, 96, 128) * 255
    with torch.inference_mode():
        drawn = network.map(pictures)
        assert drawn.shape == (2, 6, 8)
        assert torch.allclose(drawn.mean((1, 2)), network(pictures), atol=1e-5)
