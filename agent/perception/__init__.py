"""What a vision-language model sees in a picture, and the weights that it needs.

`perceiver` is the one object that examinations and conversations use; behind it stand a local model (`models`, with
`adapters`, `probes`, `packing` and `saliency`) or an endpoint (`endpoint`). `cue_evidence` and `truthlens` turn answers
into evidence. `weights`, `sources` and `conversion` set up the base weights of `small`; `tower` and `encoder` run its
image tower and the sentence encoder alone.
"""

from .adapters import AdapterError
from .models import SMALL, LoadIn, LocalModel, ModelError
from .perceiver import Perceiver, create

__all__ = ["SMALL", "AdapterError", "LoadIn", "LocalModel", "ModelError", "Perceiver", "create"]
