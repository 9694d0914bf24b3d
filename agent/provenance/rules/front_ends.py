"""Which program wrote a text with generation parameters: the formats of image generators' front ends.

Each format is documented by its program: AUTOMATIC1111 and its relatives write lines of text; ComfyUI, InvokeAI,
NovelAI, Fooocus, SwarmUI, Easy Diffusion, Draw Things, mflux, Civitai and Tensor.Art write JSON. Nothing here searches
a long text more often than a fixed number of times.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

MAX_JSON = 4 << 20  # characters of JSON that are parsed
_MAX_NODES = 5_000
_TRIES, _WINDOW = 12, 4_000  # places with `Steps: ` that are tried, and characters after each
_STEPS = "Steps: "
_LINE = re.compile(r"Steps: \d{1,6}\s*(?:,|\n|$)")
# What the values of the other parameters look like; a sentence that names them does not look so.
_VALUES = {
    "Sampler": re.compile(r"[\w+\-. /()]{1,40}"),
    "Schedule type": re.compile(r"[\w+\-. ]{1,30}"),
    "CFG scale": re.compile(r"\d{1,4}(\.\d{1,6})?"),
    "Distilled CFG Scale": re.compile(r"\d{1,4}(\.\d{1,6})?"),
    "Seed": re.compile(r"-?\d{1,20}"),
    "Size": re.compile(r"\d{1,6}\s?[x×]\s?\d{1,6}"),
    "Model hash": re.compile(r"[0-9a-fA-F]{6,64}"),
    "Model": re.compile(r"[^\n]{1,120}"),
    "Guidance Scale": re.compile(r"\d{1,4}(\.\d{1,6})?"),
}
_LEAST_VALUES = 2  # beside the steps
_COMMON = (
    "negative_prompt", "seed", "steps", "sampler", "cfg_scale", "cfgscale", "guidance", "guidance_scale",
    "num_inference_steps", "model", "sampler_name", "scheduler", "base_model", "width", "denoising_strength",
)  # fmt: skip


class Parameters(NamedTuple):
    """Parameters of generation that a text holds; `program` is None if its form is nobody's in particular.

    `nodes` are the kinds of a workflow's steps; `generates` is False for a workflow that only loads and changes a
    picture.
    """

    program: str | None
    prompt: str = ""
    nodes: tuple[str, ...] = ()
    generates: bool = True


def of_texts(texts: Mapping[str, str]) -> Parameters | None:
    """Parameters that show in the names of several texts which belong together, as in a PNG file's text chunks."""
    for name in ("invokeai_metadata", "sd-metadata", "invokeai_graph", "invokeai_workflow", "Dream"):
        if name in texts and (name != "Dream" or " -s" in texts[name].lower()):
            rest = (texts.get(n, "") for n in ("invokeai_metadata", "sd-metadata", "Dream"))
            return Parameters("InvokeAI", next((p for text in rest if (p := prompt_of(text))), ""))
    source = texts.get("Source", "")
    old = source.startswith("Stable Diffusion") and '"uc"' in texts.get("Comment", "")[:MAX_JSON]
    if texts.get("Software", "").strip() == "NovelAI" or source.startswith("NovelAI") or old:
        return Parameters("NovelAI", texts.get("Description", "") or prompt_of(texts.get("Comment", "")))
    if "fooocus_scheme" in texts:
        return Parameters("Fooocus", prompt_of(texts.get("parameters", "")))
    if "generation_data" in texts and parsed(texts["generation_data"]):
        return Parameters("Tensor.Art", prompt_of(texts["generation_data"]))
    if "smproj" in texts:
        return Parameters("Stability Matrix", prompt_of(texts.get("parameters", "")))
    if {"use_stable_diffusion_model", "Stable Diffusion model"} & texts.keys():
        return Parameters("Easy Diffusion", texts.get("prompt", "") or texts.get("Prompt", ""))
    if any(name.casefold() == "sd:prompt" for name in texts):
        return Parameters("Stable Diffusion web UI")
    lowered = {name.casefold().replace(" ", "_"): text for name, text in texts.items()}
    if (
        "negative_prompt" in lowered
        and "prompt" in lowered
        and {"seed", "steps", "num_inference_steps"} & lowered.keys()
    ):
        return Parameters("Easy Diffusion", lowered["prompt"])
    return None


def of_text(text: str) -> Parameters | None:
    """Parameters in one text: JSON, a workflow with a name before it, or lines; None if it holds none."""
    start = text[:80].lstrip("\0 \r\n\t\ufeff")
    head, colon, _ = start.partition(":")
    if colon and head.casefold().strip() in ("prompt", "workflow", "parameters") and "{" in start:
        text = text[text.index("{") :]
    if text.lstrip("\0 \r\n\t\ufeff")[:1] == "{":
        data = parsed(text)
        if data is not None:
            return of_json(data)
        return Parameters("ComfyUI") if len(text) > MAX_JSON and '"class_type"' in text[:MAX_JSON] else None
    return _of_lines(text)


def of_json(data: dict[str, Any], depth: int = 0) -> Parameters | None:
    """Parameters in a JSON object."""
    keys = data.keys()
    prompt = _prompt(data)
    if "sui_image_params" in keys:
        return Parameters("SwarmUI", _prompt(_object(data["sui_image_params"])))
    if "mflux_version" in keys:
        return Parameters("mflux", prompt)
    if {"invokeai_metadata", "invokeai_graph"} & keys or "InvokeAI" in str(data.get("app_id", ""))[:60]:
        return Parameters("InvokeAI", prompt or _prompt(_object(data.get("invokeai_metadata"))))
    if "app_version" in keys and {"generation_mode", "positive_prompt"} <= keys:
        return Parameters("InvokeAI", prompt)
    if "model_weights" in keys and isinstance(data.get("image"), dict):
        return Parameters("InvokeAI", _prompt(data["image"]))
    if str(data.get("Software", "")) == "NovelAI" or {"v4_prompt", "uncond_scale"} & keys:
        return Parameters("NovelAI", prompt or str(data.get("Description", "")))
    if "signed_hash" in keys and "uc" in keys:
        return Parameters("NovelAI", prompt)
    if {"c", "steps", "sampler"} <= keys and {"uc", "v2"} & keys:
        return Parameters("Draw Things", str(data["c"]))
    if str(data.get("software", "")).startswith("RuinedFooocus"):
        return Parameters("Fooocus", prompt)
    if {"use_stable_diffusion_model", "Stable Diffusion model"} & keys:
        return Parameters("Easy Diffusion", prompt)
    if (found := _of_graph(data)) is not None:
        return found
    if {"base_model", "metadata_scheme"} & keys and {"steps", "performance", "metadata_scheme", "prompt"} & keys:
        return Parameters("Fooocus", prompt)
    if depth < 2:  # a graph in an envelope: {"prompt": {…}, "workflow": {…}}, texts of a PNG file as one object
        for name in ("prompt", "workflow", "parameters", "Comment", "UserComment", "generation_data", "extraMetadata"):
            inner = data.get(name)
            if isinstance(inner, str) and ("{" in inner[:20] or _STEPS in inner):
                found = of_text(inner) if depth == 0 else None
            else:
                found = of_json(inner, depth + 1) if isinstance(inner, dict) else None
            if found is not None:
                return found
    if ("prompt" in keys or "Prompt" in keys) and sum(name in keys for name in _COMMON) >= _LEAST_VALUES:
        return Parameters("diffusers" if "num_inference_steps" in keys else None, prompt)
    return None


def _of_graph(data: dict[str, Any]) -> Parameters | None:
    """ComfyUI's graph, by number of the step or as a workflow with its drawing; Civitai's generator writes one too."""
    steps = data.get("nodes")
    drawn = isinstance(steps, list) and bool({"links", "last_node_id", "last_link_id"} & data.keys())
    found = steps if drawn and isinstance(steps, list) else list(data.values())
    name = "type" if drawn else "class_type"
    nodes = [n for n in found[:_MAX_NODES] if isinstance(n, dict) and isinstance(n.get(name), str)]
    if not nodes:
        return None
    kinds = tuple(str(node[name])[:60] for node in nodes)
    lowered = [kind.casefold() for kind in kinds]
    makers = ("sampler", "generat", "diffusion", "text2img", "text2video", "txt2vid", "inpaint", "api")
    generates = any(mark in kind for kind in lowered for mark in makers)
    civitai = {"resource-stack", "extraMetadata"} & data.keys() or "civitai" in str(data.get("extra", ""))[:500]
    texts = (node.get("inputs", {}).get("text") for node in nodes if isinstance(node.get("inputs"), dict))
    prompt = next((text for text in texts if isinstance(text, str) and text.strip()), "")
    return Parameters("Civitai" if civitai else "ComfyUI", prompt, kinds, generates or not loads_picture(kinds))


def loads_picture(kinds: Sequence[str]) -> bool:
    """Whether one of a workflow's steps, given by their kinds, loads a picture or a clip."""
    marks = ("loadimage", "load image", "loadvideo", "load video")
    return any(mark in kind.casefold() for kind in kinds for mark in marks)


def _of_lines(text: str) -> Parameters | None:
    """The form of AUTOMATIC1111: the prompt, then `Steps: 20, Sampler: …, CFG scale: …` on a line of its own."""
    for at in _places(text):
        window = text[at : at + _WINDOW]
        if _LINE.match(window) is None:
            continue
        pairs = _pairs(window)
        good = [name for name, form in _VALUES.items() if name in pairs and form.fullmatch(pairs[name])]
        if len(good) >= _LEAST_VALUES:
            return Parameters(_relative(pairs, window), text[: min(at, 2_000)].partition("Negative prompt:")[0].strip())
    return None


def _places(text: str) -> list[int]:
    """Where `Steps: ` stands at the beginning of a line or after a space: the first and the last places."""
    found: list[int] = []
    at = text.find(_STEPS)
    while at >= 0 and len(found) < _TRIES:
        found.append(at)
        at = text.find(_STEPS, at + 1)
    at = text.rfind(_STEPS)
    for _ in range(_TRIES):
        if at < 0 or at in found:
            break
        found.append(at)
        at = text.rfind(_STEPS, 0, at)
    return [at for at in found if at == 0 or text[at - 1].isspace()]


def _pairs(window: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in window.replace("\n", ", ").split(", ")[:80]:
        name, colon, value = part.partition(": ")
        if colon:
            pairs.setdefault(name.strip(), value.strip())
    return pairs


def _relative(pairs: dict[str, str], window: str) -> str:
    """Which of the programs that write AUTOMATIC1111's form wrote this."""
    version = pairs.get("Version", "")
    if pairs.get("App", "").startswith("SD.Next"):
        return "SD.Next"
    for name in ("ComfyUI", "Fooocus", "SwarmUI", "stable-diffusion.cpp"):
        if name.casefold() in version.casefold():
            return name
    if "swarm_version" in window:
        return "SwarmUI"
    if "Civitai resources: " in window or "Civitai metadata: " in window:
        return "Civitai"
    if version.startswith("neo") or (version[:1] == "f" and version[1:2].isdecimal()):
        return "Stable Diffusion web UI Forge"
    return "AUTOMATIC1111"


def parsed(text: str) -> dict[str, Any] | None:
    """The JSON object that a text is; None if it is none, or longer than 4 million characters."""
    text = text.strip("\0 \r\n\t\ufeff")
    if len(text) > MAX_JSON or not text.startswith("{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def prompt_of(text: str) -> str:
    """The prompt in a text that is JSON, or the text itself."""
    data = parsed(text)
    return text if data is None else _prompt(data) or _prompt(_object(data.get("image")))


def _prompt(data: dict[str, Any]) -> str:
    for name in ("prompt", "positive_prompt", "Prompt", "c", "Description"):
        value = data.get(name)
        if isinstance(value, list) and value and isinstance(value[0], dict):  # InvokeAI 2: parts with weights
            value = value[0].get("prompt")
        if isinstance(value, str) and value.strip() and not value.lstrip().startswith("{"):
            return value
    return ""


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return parsed(value) or {}
    return value if isinstance(value, dict) else {}
