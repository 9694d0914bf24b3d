"""From published weights to `small`: one standard `LlavaForConditionalGeneration` with its processor.

The vision tower is CLIP ViT-B/16, the language model SmolLM2-135M-Instruct; the two-layer projector between them is
initialised here from a fixed seed and learns later, with the perception adapter.
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from transformers import CLIPVisionModelWithProjection, PreTrainedModel, PreTrainedTokenizerBase

IMAGE_TOKEN = "<image>"
PROJECTOR_SEED = 0
CLIP_VISION = {
    "hidden_size": 768,
    "intermediate_size": 3072,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "image_size": 224,
    "patch_size": 16,
    "projection_dim": 512,
    "hidden_act": "quick_gelu",
}


class ConversionError(RuntimeError):
    """Weights of another form than expected; the message names the first difference."""


def dequantise_clip(onnx_file: Path) -> dict[str, torch.Tensor]:
    """Read CLIP's image tower, float32 by parameter name, out of its dynamically quantised ONNX graph.

    Each linear layer is a `MatMulInteger` of the input with int8 weights [in, out] of one scale a column (or one for
    all), followed by Cast, Mul (by the scales) and Add (of the bias, which keeps the layer's name). So

        weight[out, in] = ((quantised - zero_point) · scale)ᵀ.

    Raises:
        ConversionError: if a node does not have that form.
    """
    import numpy as np
    import onnx
    import torch
    from onnx import numpy_helper

    graph = onnx.load(str(onnx_file)).graph
    values = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    users: dict[str, list[Any]] = {}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    state = {
        name: torch.from_numpy(value.copy())
        for name, value in values.items()
        if value.dtype == np.float32 and not name.endswith("_scale")
    }
    for node in graph.node:
        if node.op_type != "MatMulInteger":
            continue
        quantised, zero = values[node.input[1]].astype(np.int32), values[node.input[3]].astype(np.int32)
        scale = values[node.input[1].removesuffix("_quantized") + "_scale"]
        weight = torch.from_numpy(np.ascontiguousarray(((quantised - zero) * scale).T.astype(np.float32)))
        state[_layer_name(node, users, values)] = weight
    return state


def _layer_name(node: Any, users: dict[str, list[Any]], values: dict[str, Any]) -> str:
    """The parameter name of a quantised product: that of the bias added to it, or the projection, which has none."""
    for wanted in ("Cast", "Mul"):
        node = users[node.output[0]][0]
        if node.op_type != wanted:
            raise ConversionError(f"expected a {wanted} after the product, found {node.op_type} ({node.name})")
    after = users.get(node.output[0], [])
    if after and after[0].op_type == "Add":
        for name in after[0].input:
            if name in values and name.endswith(".bias"):
                return name.removesuffix("bias") + "weight"
    return "visual_projection.weight"


def clip_tower(state: dict[str, torch.Tensor]) -> CLIPVisionModelWithProjection:
    """The image tower with its 512-d projection.

    Raises:
        ConversionError: if a parameter is missing or left over.
    """
    import torch
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    with torch.device("meta"):
        tower = CLIPVisionModelWithProjection(CLIPVisionConfig(**CLIP_VISION))
    wanted = {name for name, _ in tower.named_parameters()}
    if wanted != set(state):
        raise ConversionError(f"CLIP's parameters do not match: {sorted(wanted ^ set(state))[:3]} …")
    return _materialise(tower, state)


def _materialise(tower: Any, state: dict[str, torch.Tensor]) -> Any:
    import torch

    tower.to_empty(device="cpu")
    tower.load_state_dict(state, strict=False)  # position ids are a buffer, made below
    embeddings = tower.vision_model.embeddings
    embeddings.position_ids = torch.arange(embeddings.num_positions).expand((1, -1))
    return tower.eval()


def language_model(folder: Path, gguf_file: str | None) -> tuple[PreTrainedModel, PreTrainedTokenizerBase]:
    """SmolLM2 in float32 and its tokenizer, from a GGUF file (dequantised) or a Hugging Face folder."""
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    extra = {"gguf_file": gguf_file} if gguf_file else {}
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True, **extra)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, local_files_only=True, **extra)
    if gguf_file:
        # The dequantised copy is an ordinary model: without these it could not be saved as one.
        setattr(model, "hf_quantizer", None)  # noqa: B010
        delattr(model.config, "quantization_config")
    return model.eval(), tokenizer


def assemble(
    tower: CLIPVisionModelWithProjection,
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    out: Path,
) -> None:
    """Join tower and language model, with a projector of fixed seed, and save them as a LLaVA checkpoint.

    The image token is added to the vocabulary; its embedding is the mean of the others and it is never generated.
    """
    import torch
    from transformers import (
        CLIPImageProcessor,
        GenerationConfig,
        LlavaConfig,
        LlavaForConditionalGeneration,
        LlavaProcessor,
    )

    tokenizer.add_tokens([IMAGE_TOKEN], special_tokens=True)
    image_token = int(tokenizer.convert_tokens_to_ids(IMAGE_TOKEN))  # type: ignore[arg-type]
    model.resize_token_embeddings(len(tokenizer), mean_resizing=False)
    with torch.no_grad():
        table: Any = model.get_input_embeddings().weight  # [vocabulary, d]
        table[image_token] = table[:image_token].mean(dim=0)
    text = model.config.to_dict()
    for private in ("_name_or_path", "quantization_config", "transformers_version"):
        text.pop(private, None)
    tokens = (CLIP_VISION["image_size"] // CLIP_VISION["patch_size"]) ** 2
    config = LlavaConfig(
        vision_config={"model_type": "clip_vision_model", **CLIP_VISION},
        text_config=text,
        image_token_index=image_token,
        image_seq_length=tokens,
        vision_feature_layer=-2,
        vision_feature_select_strategy="default",
    )
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(PROJECTOR_SEED)
        joined = LlavaForConditionalGeneration(config).float().eval()
    _fill(joined.model.vision_tower, tower.vision_model.state_dict(), "the vision tower")
    _fill(joined.model.language_model, model.model.state_dict(), "the language model")
    joined.tie_weights()
    stop = tokenizer.eos_token_id
    joined.generation_config = GenerationConfig(
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=stop,
        pad_token_id=stop,
        suppress_tokens=[image_token],
    )
    processor = LlavaProcessor(
        CLIPImageProcessor(size={"shortest_edge": 224}, crop_size={"height": 224, "width": 224}),
        tokenizer,
        patch_size=CLIP_VISION["patch_size"],
        vision_feature_select_strategy="default",
        image_token=IMAGE_TOKEN,
        num_additional_image_tokens=1,
        chat_template=files("telltale.agent.perception").joinpath("chat_template.jinja").read_text(encoding="utf-8"),
    )
    joined.save_pretrained(out)
    processor.save_pretrained(out)


def _fill(module: torch.nn.Module, state: dict[str, torch.Tensor], what: str) -> None:
    missing = set(module.state_dict()) ^ set(state)
    if missing:
        raise ConversionError(f"the parameters of {what} do not match: {sorted(missing)[:3]} …")
    module.load_state_dict(state)
