import numpy as np
import torch
from telltale.agent.perception import probes
from telltale.agent.perception.saliency import PatchRecorder, saliency
from telltale.prompts import cues


def test_a_map_covers_the_picture_and_has_its_mean_in_the_middle(tiny, pixels):
    cue = cues()[1]
    drawn = saliency(tiny, pixels, cue)
    assert drawn is not None and 0 <= drawn.min() < 0.5 < drawn.max() <= 1
    assert max(drawn.shape) == 64 and drawn.dtype == np.float32


def test_the_sum_of_the_terms_is_the_slope_along_the_patches(tiny, pixels):
    """Σ v · ∂s/∂v is the derivative of s when all patches grow together; checked by a finite difference."""
    cue = cues()[1]
    yes, no = probes.answer_tokens(tiny.processor.tokenizer, cue.answers)
    inputs, (suffix,) = probes.prepare(tiny, pixels, [cue.prompt])
    inputs["input_ids"] = torch.cat([inputs["input_ids"], torch.tensor([suffix])], dim=1)
    inputs["attention_mask"] = torch.ones_like(inputs["input_ids"])

    def odds(factor):
        hook = tiny.model.model.multi_modal_projector.register_forward_hook(lambda m, a, out: out * factor)
        with torch.inference_mode():
            logs = tiny.model(**inputs).logits[0, -1].double().log_softmax(-1)
        hook.remove()
        return float(logs[yes].logsumexp(-1) - logs[no].logsumexp(-1))

    with torch.enable_grad(), PatchRecorder(tiny.model) as recorder:
        logs = tiny.model(**inputs).logits[0, -1].log_softmax(-1)
        (slope,) = torch.autograd.grad(logs[yes].logsumexp(-1) - logs[no].logsumexp(-1), recorder.patches)
    expected = (odds(1.01) - odds(0.99)) / 0.02
    assert np.isclose(float((slope * recorder.patches).sum().detach()), expected, rtol=0.05, atol=1e-3)


def test_beside_the_middle_square_the_map_is_neutral(tiny):
    wide = np.random.default_rng(0).integers(0, 256, (64, 192, 3)).astype(np.uint8)
    drawn = saliency(tiny, wide, cues()[0])
    assert drawn is not None and (drawn[:, :20] == 0.5).all() and (drawn[:, -20:] == 0.5).all()
    assert (drawn[:, 24:40] != 0.5).any()
