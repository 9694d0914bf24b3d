"""Where in the picture an answer comes from: gradient times activation at the projected patches.

For the log-odds s of yes and the projected patches v_n, the map is Σ_d v_nd · ∂s/∂v_nd, patch by patch (HiResCAM,
Draelos and Carin, 2020: Grad-CAM without the averaging of gradients that blurs where they differ).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...prompts import Cue
from ..evidence import Region
from ..pixels.maps import paste
from . import probes
from .adapters import using
from .models import LocalModel

PROJECTOR = "multi_modal_projector"


def saliency(model: LocalModel, pixels: NDArray[np.uint8], cue: Cue) -> NDArray[np.float32] | None:
    """What each place adds to the log-odds of yes about a cue, with the `perceive` adapter where there is one.

    Args:
        model: a local model of a family that sees one square view of a picture.
        pixels: uint8 [H, W, 3].
        cue: what is asked.

    Returns:
        float32 [h, w] in 0 to 1 over the whole picture, 0.5 the mean and where the model does not look (beside the
        middle square); None where the model cuts pictures into tiles.
    """
    import torch

    yes, no = probes.answer_tokens(model.processor.tokenizer, cue.answers)
    with torch.enable_grad(), using(model.model, "perceive"):
        inputs, (suffix,) = probes.prepare(model, pixels, [cue.prompt])
        ids = torch.tensor([suffix], device=model.model.device)
        inputs["input_ids"] = torch.cat([inputs["input_ids"], ids], dim=1)
        inputs["attention_mask"] = torch.ones_like(inputs["input_ids"])
        with _Kept(model.model) as kept:
            logs = model.model(**inputs, logits_to_keep=1).logits[0, -1].float().log_softmax(-1)
        if kept.patches is None or kept.patches.shape[0] != 1:
            return None
        (slope,) = torch.autograd.grad(logs[yes].logsumexp(-1) - logs[no].logsumexp(-1), kept.patches)
        terms = (slope * kept.patches).sum(-1)[0].detach().float().cpu().numpy()  # [N]
    side = round(len(terms) ** 0.5)
    if side * side != len(terms):
        return None
    height, width = pixels.shape[:2]
    seen = min(height, width)  # CLIP's processor scales the short side and cuts the middle out
    region = Region(x=(width - seen) // 2, y=(height - seen) // 2, w=seen, h=seen)
    return paste([region], [terms.reshape(side, side)], (height, width))


class _Kept:
    """Keeps what the projector gives, as a leaf that gradients reach, while it is entered."""

    def __init__(self, model: Any) -> None:
        self.patches: Any = None  # [tiles, N, d]
        self._module = next((m for name, m in model.named_modules() if name.endswith(PROJECTOR)), None)

    def __enter__(self) -> _Kept:
        self._hook = self._module.register_forward_hook(self._keep) if self._module is not None else None
        return self

    def __exit__(self, *_: object) -> None:
        if self._hook is not None:
            self._hook.remove()

    def _keep(self, module: Any, arguments: Any, output: Any) -> Any:
        self.patches = output.detach().requires_grad_()
        return self.patches
