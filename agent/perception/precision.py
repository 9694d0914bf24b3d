"""The precision in which this processor computes fast."""

from __future__ import annotations


def fast_bfloat16() -> bool:
    """Whether this processor computes in bfloat16 by itself."""
    import torch

    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", None)  # torch has no public function for this yet
    return bool(supported and supported())
