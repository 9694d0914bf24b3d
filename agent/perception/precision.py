"""In which precision to compute here."""

from __future__ import annotations


def fast_bfloat16() -> bool:
    """Whether this processor computes in bfloat16 rather than imitating it."""
    import torch

    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", None)  # no public question for it yet
    return bool(supported and supported())
