"""Learned representations on cached tower features: candidates beside the linear head, measured by the study `methods`.

Every candidate is one network of two layers with a linear score on its code, trained on the same draws, and differs
in its loss alone. Each is after the paper it names, brought down to features that are already computed.

Letters: n samples, D features, B batch, C width of the code.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

WIDTH, CODE, BATCH = 256, 128, 256
Rows = NDArray[np.float16] | NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Task:
    """What a network learns from.

    Attributes:
        features: [n, D].
        generated: the label, bool [n].
        domain: the source or generator of each sample as a number, int [n]; a label should not depend on it.
        weight: how often each is drawn, float [n].
        pseudo: which are pseudo-fakes, bool [n].
    """

    features: Rows
    generated: NDArray[np.bool_]
    domain: NDArray[np.intp]
    weight: NDArray[np.float64]
    pseudo: NDArray[np.bool_]


class Network(nn.Module):
    """Standardised features [B, D] to a code [B, C] and a score [B], with what some losses need beside it."""

    def __init__(self, features: int, domains: int) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Linear(features, WIDTH), nn.GELU(), nn.Dropout(0.3))
        self.code = nn.Linear(WIDTH, CODE)
        self.score = nn.Linear(CODE, 1)
        self.specific = nn.Linear(WIDTH, CODE)
        self.domain = nn.Linear(CODE, domains)
        self.decoder = nn.Linear(2 * CODE, features)

    def forward(self, x: Tensor) -> Tensor:
        """Scores [B]; above 0 leans to generated."""
        return self.score(self.code(self.body(x)))[:, 0]


# A loss takes the network, features [B, D], labels float [B] and domains int [B].
Loss = Callable[[Network, Tensor, Tensor, Tensor], Tensor]


def plain(network: Network, x: Tensor, truth: Tensor, domain: Tensor) -> Tensor:
    """Cross-entropy of the score."""
    return functional.binary_cross_entropy_with_logits(network(x), truth)


def contrastive(network: Network, x: Tensor, truth: Tensor, domain: Tensor) -> Tensor:
    """Supervised contrastive loss on the code; the score learns on a code that it does not move.

    After Khosla et al., "Supervised Contrastive Learning", 2020, as ImagiNet uses it.
    """
    code = network.code(network.body(x))
    score = functional.binary_cross_entropy_with_logits(network.score(code.detach())[:, 0], truth)
    return score + supervised_contrast(code, truth)


def supervised_contrast(code: Tensor, label: Tensor, temperature: float = 0.1) -> Tensor:
    """How far codes [B, C] of one label [B] lie apart beside those of the other (Khosla et al., 2020); a scalar."""
    unit = functional.normalize(code.float(), dim=1)
    same = label[:, None] == label[None, :]
    itself = torch.eye(len(unit), dtype=torch.bool)
    logits = (unit @ unit.T / temperature).masked_fill(itself, -1e9)
    chances = logits - logits.logsumexp(1, keepdim=True)
    positive = same & ~itself
    return -((chances * positive).sum(1) / positive.sum(1).clamp(min=1)).mean()


def augmented(network: Network, x: Tensor, truth: Tensor, domain: Tensor) -> Tensor:
    """Generated codes are also moved away from their generator's centre, shaken, and mixed across generators.

    After Yan et al., "Transcending Forgery Specificity with Latent Space Augmentation", 2024, without its teachers.
    """
    code = network.code(network.body(x))
    generated = code[truth > 0.5]
    maker = domain[truth > 0.5]
    moved = [code]
    if len(generated) > 1:
        one_hot = functional.one_hot(maker, int(maker.max()) + 1).to(generated.dtype)  # [b, domains]
        centre = (one_hot.T @ generated / one_hot.sum(0).clamp(min=1)[:, None])[maker].detach()
        other = generated[torch.randperm(len(generated))]
        strength = torch.rand(len(generated), 1)
        outward = generated + strength * (generated - centre)
        shaken = generated + 0.5 * torch.randn_like(generated) * (generated - centre).std(0).detach()
        moved += [outward, shaken, generated + 0.5 * strength * (other - generated)]
    scores = network.score(torch.cat(moved))[:, 0]
    target = torch.cat([truth, torch.ones(len(scores) - len(truth))])
    weight = torch.where(target > 0.5, len(truth) / target.sum().clamp(min=1) / 2, 1.0)
    weight[: len(truth)][truth < 0.5] = len(truth) / (truth < 0.5).sum().clamp(min=1) / 2
    return functional.binary_cross_entropy_with_logits(scores, target, weight, reduction="sum") / len(truth)


def disentangled(network: Network, x: Tensor, truth: Tensor, domain: Tensor) -> Tensor:
    """Two codes: one tells the label, the other the domain, and both together rebuild the features, swapped too.

    After Yan et al., "UCF: Uncovering Common Features for Generalizable Deepfake Detection", 2023.
    """
    hidden = network.body(x)
    common, specific = network.code(hidden), network.specific(hidden)
    score = functional.binary_cross_entropy_with_logits(network.score(common)[:, 0], truth)
    origin = functional.cross_entropy(network.domain(specific), domain)
    order = torch.randperm(len(x))
    same = truth[order] == truth  # a common code of the same label must do as well
    rebuilt = network.decoder(torch.cat([common, specific], 1))
    swapped = network.decoder(torch.cat([common[order], specific], 1))
    content = functional.mse_loss(rebuilt, x) + functional.mse_loss(swapped[same], x[same])
    return score + 0.1 * origin + 0.3 * content + 0.05 * supervised_contrast(common, truth)


def calibrated(network: Network, x: Tensor, truth: Tensor, domain: Tensor) -> Tensor:
    """Cross-entropy, and the difference between confidence and accuracy over the batch, |mean conf − mean acc|.

    After Chattopadhyay et al., "AUGCAL: Improving Sim2Real Adaptation by Uncertainty Calibration on Augmented Synthetic
    Images", 2024; half of the samples are degraded copies already.
    """
    scores = network(x).float()
    p = scores.sigmoid()
    confidence = torch.maximum(p, 1 - p).mean()
    accuracy = ((scores > 0) == (truth > 0.5)).float().mean()
    return functional.binary_cross_entropy_with_logits(scores, truth) + (confidence - accuracy).abs()


LOSSES: dict[str, Loss] = {
    "cross-entropy": plain,
    "calibrated in training": calibrated,
    "supervised contrastive": contrastive,
    "latent-space augmentation": augmented,
    "disentangled codes": disentangled,
}


def train(task: Task, loss: Loss, *, steps: int = 500, two_steps: bool = False, seed: int = 0) -> Network:
    """Train a network; it scores features as they come, standardised inside.

    Args:
        task: what it learns from.
        loss: one of `LOSSES`.
        steps: of the optimiser.
        two_steps: learn on pseudo-fakes against real pictures first, for half of the steps, then on generators'
            output at a third of the rate (as FFR goes from made material to real).
        seed: of the start and the draws.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    mean, scale = task.features.mean(0, dtype=np.float32), task.features.std(0, dtype=np.float32) + np.float32(1e-3)
    network = Network(task.features.shape[1], int(task.domain.max()) + 1).train()
    optimiser = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.05)
    for step in range(steps):
        early = two_steps and step < steps // 2
        for group in optimiser.param_groups:
            group["lr"] = 1e-3 * (1 - step / steps) * (1 / 3 if two_steps and not early else 1.0)
        chosen = draw_batch(task, rng, early if two_steps else None)
        x = torch.from_numpy((task.features[chosen].astype(np.float32) - mean) / scale)
        truth = torch.from_numpy(task.generated[chosen].astype(np.float32))
        with torch.autocast("cpu", torch.bfloat16):
            value = loss(network, x, truth, torch.from_numpy(task.domain[chosen]))
        optimiser.zero_grad()
        value.float().backward()
        optimiser.step()
    network.eval().requires_grad_(False)
    first = network.body[0]
    assert isinstance(first, nn.Linear)
    first.bias.sub_(first.weight @ torch.from_numpy(mean / scale))
    first.weight.div_(torch.from_numpy(scale))
    return network


def draw_batch(task: Task, rng: np.random.Generator, pseudo: bool | None) -> NDArray[np.intp]:
    """Indices [B] of a batch, half of it real.

    Args:
        task: what is drawn from.
        rng: of the draw.
        pseudo: whether the other half is of pseudo-fakes or of generators' output alone; None draws from both.
    """
    halves = []
    for label in (False, True):
        allowed = task.generated == label
        if label and pseudo is not None:
            allowed &= task.pseudo == pseudo
        weight = np.where(allowed, task.weight, 0.0)
        halves.append(rng.choice(len(weight), BATCH // 2, p=weight / weight.sum()))
    return np.concatenate(halves)
