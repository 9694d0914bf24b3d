"""Where in a picture an answer comes from: gradient times activation at the projected patches.

For the log-odds s of yes and the projected patches v_n, the map is Σ_d v_nd · ∂s/∂v_nd, patch by patch (HiResCAM,
Draelos and Carin, 2020, which unlike Grad-CAM does not average the gradients over the patches).
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
    """What each place adds to the log-odds of yes about a cue, with the `perceive` adapter if the model has one.

    Args:
        model: a local model of a family that sees one square view of a picture.
        pixels: uint8 [H, W, 3].
        cue: the question.

    Returns:
        float32 [h, w] in 0 to 1 over the whole picture; 0.5 is the mean, and stands for the parts beside the middle
        square, which the model does not see. None if the model cuts pictures into tiles.
    """
    import torch

    yes, no = probes.answer_tokens(model.processor.tokenizer, cue.answers)
    with torch.enable_grad(), using(model.model, "perceive"):
        inputs, (suffix,) = probes.prepare(model, pixels, [cue.prompt])
        ids = torch.tensor([suffix], device=model.model.device)
        inputs["input_ids"] = torch.cat([inputs["input_ids"], ids], dim=1)
        inputs["attention_mask"] = torch.ones_like(inputs["input_ids"])
        with PatchRecorder(model.model) as recorder:
            logs = model.model(**inputs, logits_to_keep=1).logits[0, -1].float().log_softmax(-1)
        if recorder.patches is None or recorder.patches.shape[0] != 1:
            return None
        (slope,) = torch.autograd.grad(logs[yes].logsumexp(-1) - logs[no].logsumexp(-1), recorder.patches)
        terms = (slope * recorder.patches).sum(-1)[0].detach().float().cpu().numpy()  # [N]
    side = round(len(terms) ** 0.5)
    if side * side != len(terms):
        return None
    height, width = pixels.shape[:2]
    side_seen = min(height, width)  # CLIP's processor scales the short side and keeps the middle square
    region = Region(x=(width - side_seen) // 2, y=(height - side_seen) // 2, w=side_seen, h=side_seen)
    return paste([region], [terms.reshape(side, side)], (height, width))


class PatchRecorder:
    """While it is entered, keeps the output of a model's projector as a leaf that gradients reach.

    Attributes:
        patches: [tiles, N, d]; None before the model has run.
    """

    def __init__(self, model: Any) -> None:
        """Find the projector of a model, wrapped or bare."""
        self.patches: Any = None  # [tiles, N, d]
        self._module = next((m for name, m in model.named_modules() if name.endswith(PROJECTOR)), None)

    def __enter__(self) -> PatchRecorder:
        self._hook = self._module.register_forward_hook(self._keep) if self._module is not None else None
        return self

    def __exit__(self, *_: object) -> None:
        if self._hook is not None:
            self._hook.remove()

    def _keep(self, module: Any, arguments: Any, output: Any) -> Any:
        self.patches = output.detach().requires_grad_()
        return self.patches
