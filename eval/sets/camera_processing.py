"""What phones, studios and services do to real photographs, and what false alarms come from.

`PROCESSINGS` names the kinds. Each is a function of pixels and random numbers, and the same random numbers give the
same picture. The strengths are drawn from what is usual; none invents anything, so that a real photograph stays one.

Letters: H, W height and width.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from . import degradations
from .degradations import Pixels
from .picture_filters import (
    Colours,
    bokeh,
    colours,
    contrasted,
    denoised,
    from_middle,
    grain,
    guided,
    halftone,
    luma,
    pixels_of,
    saturated,
    smooth,
    stepped,
    subject,
    unit,
    unsharp,
    vignette,
)
from .splits import seed_of

Processing = Callable[[Pixels, np.random.Generator], Pixels]  # uint8 [H, W, 3] to uint8 [H', W', 3]


def tone_mapped(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """HDR as phones do it: light and dark areas are drawn together and detail is kept (after Durand and Dorsey, 2002).

    The guided filter stands in for their bilateral filter. A share of the contrast between areas is left, and shadows
    gain at most two stops.
    """
    values = colours(pixels)
    log = np.log2(luma(values) + 0.01)
    base = guided(log, log, max(2, round(20 * unit(pixels))), 0.5)
    middle = float(np.percentile(base, 65))
    squeezed = middle + (base - middle) * rng.uniform(0.45, 0.7)
    gain = squeezed - base + (log - base) * rng.uniform(0.1, 0.6)
    mapped = saturated(values * np.exp2(np.clip(gain, -2, 2)).astype(np.float32)[..., None], rng.uniform(1.05, 1.3))
    return unsharp(pixels_of(mapped), 1.2, rng.uniform(40, 110))


def night_mode(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A dim scene taken by a phone: sensor noise, strong denoising of light and colour, lifted shadows, sharpening.

    The noise has the two parts of a sensor: σ² = shot · signal + read².
    """
    values = colours(pixels)
    dim = values ** rng.uniform(1.3, 1.8) * rng.uniform(0.55, 0.8)
    spread = np.sqrt(rng.uniform(0.001, 0.004) * dim + rng.uniform(0.01, 0.025) ** 2).astype(np.float32)
    noisy = dim + spread * rng.standard_normal(dim.shape, np.float32)
    clean = denoised(noisy, rng.uniform(0.035, 0.06))
    light = luma(clean)
    blot = 2.5 * unit(pixels)  # colour noise is coarse, so colour is blurred more than light, over edges too
    tint = np.dstack([smooth(clean[..., channel] - light, blot) for channel in range(3)])
    calm = guided(light, light, 2, rng.uniform(0.015, 0.03))
    seen = np.clip(calm[..., None] + tint, 0, 1)
    lifted = seen ** float(np.clip(np.log(rng.uniform(0.3, 0.45)) / np.log(calm.mean() + 0.01), 0.4, 0.9))
    return unsharp(pixels_of(contrasted(saturated(lifted, 1.15), 0.25)), 1.5, rng.uniform(80, 160))


def portrait_mode(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Computed bokeh: an ellipse with what is below it stays sharp, the rest is blurred by a disc."""
    height, width = pixels.shape[:2]
    centre, size = (rng.uniform(0.4, 0.5), rng.uniform(0.42, 0.58)), rng.uniform(0.6, 0.85)
    head = from_middle(pixels.shape, centre, height / width)
    body = from_middle(pixels.shape, (1.05, centre[1]), rng.uniform(1.0, 1.5))
    values = colours(pixels)
    near = 1 - stepped(np.minimum(head / size, body / 1.1), 0.9, 1.15)
    near = np.clip(guided(luma(values), near, max(2, round(8 * unit(pixels))), 0.1), 0, 1)  # along the subject's edge
    blurred = bokeh(values, 1 - near, rng.uniform(6, 14) * unit(pixels))
    mixed = near[..., None] * values + (1 - near[..., None]) * blurred
    return unsharp(pixels_of(mixed), 1.0, rng.uniform(20, 60))


def smoothed_surfaces(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Skin and surfaces as retouchers and beauty filters make them: frequency separation with little left of the fine.

    The coarse part keeps edges, a little of the fine part is put back, and light areas are lifted.
    """
    values, reach = colours(pixels), unit(pixels)
    light = luma(values)
    even = guided(light, values, max(2, round(rng.uniform(5, 9) * reach)), rng.uniform(0.05, 0.1))
    fine = values - even
    mixed = even + fine * rng.uniform(0.1, 0.35)
    glow = rng.uniform(0.0, 0.08) * stepped(light, 0.3, 0.8)[..., None]
    return unsharp(pixels_of(mixed + glow), 2.0 * max(0.5, reach), rng.uniform(0, 50))


def digital_zoom(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Zoom without a lens: a window of a third to a half of both sides, enlarged, denoised and sharpened."""
    height, width = pixels.shape[:2]
    share = rng.uniform(1 / 3, 0.55)
    tall, wide = max(8, round(height * share)), max(8, round(width * share))
    top, left = (height - tall) // 2, (width - wide) // 2
    window = np.ascontiguousarray(pixels[top : top + tall, left : left + wide])
    large = np.asarray(Image.fromarray(window).resize((width, height), Image.Resampling.LANCZOS))
    clean = denoised(colours(large), rng.uniform(0.02, 0.06))
    return unsharp(pixels_of(clean), rng.uniform(1.5, 2.5), rng.uniform(100, 220))


def studio_product(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A product cut loose for a shop: the background goes to white, contrast and colours go up.

    The subject is what lies in the middle and differs in colour from the rim; before a cluttered background the
    cut-out is rough.
    """
    values = colours(pixels)
    white = 1 - subject(values)[..., None]
    lit = saturated(contrasted(values**0.85, rng.uniform(0.3, 0.6)), rng.uniform(1.05, 1.25))
    backdrop = 0.97 if rng.random() < 0.3 else 1.0
    return unsharp(pixels_of(lit * (1 - white) + backdrop * white), 1.2, rng.uniform(60, 140))


def black_and_white(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Black-and-white film: a filter before the lens, a steep curve, grain, perhaps a warm or cold tone."""
    grey = colours(pixels) @ rng.dirichlet((4, 5, 1)).astype(np.float32)
    curved = contrasted(grey, rng.uniform(0.2, 0.7)) * vignette(pixels.shape, rng.uniform(0, 0.3))
    mid = 4 * curved * (1 - curved)  # grain shows most in the middle tones
    clumps = grain(grey.shape, rng.uniform(0.5, 0.9) * max(0.6, unit(pixels)), rng)
    grainy = curved + _grain_strength(pixels, rng) * (0.3 + 0.7 * mid) * clumps
    tone = rng.uniform(-0.03, 0.05) if rng.random() < 0.3 else 0.0
    return pixels_of(grainy[..., None] * np.array([1 + tone, 1.0, 1 - tone], np.float32))


def _grain_strength(pixels: Pixels, rng: np.random.Generator) -> float:
    """Standard deviation of film grain; below the finest clumps it falls with the picture's size (Selwyn, 1935)."""
    return rng.uniform(0.02, 0.05) * min(1.0, unit(pixels) / 0.6)


def colour_film(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Colour negative film, scanned: a cast in shadows and lights, grey blacks, red halos around lights, grain."""
    values, reach = colours(pixels), max(0.6, unit(pixels))
    halo = smooth(stepped(luma(values), 0.8, 1.0), 6 * reach)[..., None] * np.array([0.18, 0.05, 0.0], np.float32)
    graded = _graded(values + halo * (1 - values), rng, lift=0.06, cast=0.05, saturation=(0.7, 1.05))
    clumps = np.dstack([grain(pixels.shape[:2], rng.uniform(0.6, 1.0) * reach, rng) for _ in range(3)])
    strength = 0.8 * _grain_strength(pixels, rng)
    return pixels_of(graded + strength * (0.6 * clumps + 0.4 * clumps.mean(axis=2, keepdims=True)))


def print_scan(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A scan of a print: a halftone screen or the paper's grain, faded and yellowed colours, dust, a slight slant."""
    values, reach = colours(pixels), max(0.6, unit(pixels))
    if rng.random() < 0.5:
        values = halftone(values, rng.uniform(2.8, 4.5) * reach, rng.uniform(0.5, 0.9))
    else:
        relief = grain(pixels.shape[:2], 0.8 * reach, rng) + grain(pixels.shape[:2], 3 * reach, rng)
        values = values * (1 + rng.uniform(0.01, 0.03) * relief)[..., None]
    fade = rng.uniform(0.05, 0.16)
    faded = fade + saturated(values, rng.uniform(0.6, 0.9)) * (0.95 - fade)
    paper = np.array([1.0, rng.uniform(0.95, 0.99), rng.uniform(0.82, 0.94)], np.float32)
    dusty = _dusted(pixels_of(faded * paper), reach, rng)
    soft = degradations.blur(dusty, rng.uniform(0.5, 0.9) * reach)
    angle = rng.uniform(-0.8, 0.8)
    turned = Image.fromarray(soft).rotate(angle, Image.Resampling.BICUBIC)
    margin = math.ceil(max(turned.size) / 2 * math.sin(math.radians(abs(angle))))  # what the turn leaves empty
    if min(turned.size) - 2 * margin >= 16:
        turned = turned.crop((margin, margin, turned.width - margin, turned.height - margin))
    return unsharp(np.asarray(turned), 1.0, rng.uniform(0, 80))


def _dusted(pixels: Pixels, reach: float, rng: np.random.Generator) -> Pixels:
    """Specks, and a hair or two, light as on a negative or dark as on the glass."""
    height, width = pixels.shape[:2]
    layer = Image.new("L", (width, height))
    pen = ImageDraw.Draw(layer)
    for _ in range(int(rng.integers(4, 25))):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(0.2, 0.9) * reach
        pen.ellipse((x - r, y - r, x + r, y + r * rng.uniform(0.6, 1.0)), fill=int(rng.integers(90, 230)))
    for _ in range(int(rng.integers(0, 3))):
        x, y, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(10, 40) * reach
        start = rng.uniform(0, 360)
        pen.arc((x - r, y - r, x + r, y + r), start, start + rng.uniform(30, 110), fill=150, width=max(1, round(reach)))
    share = colours(np.asarray(layer.filter(ImageFilter.GaussianBlur(0.5 * reach))))[..., None]
    ink = 1.0 if rng.random() < 0.6 else 0.1
    return pixels_of(colours(pixels) * (1 - share) + ink * share)


def screenshot(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Shown on a screen at a size that fits no grid, captured, and saved as WebP and as JPEG by services."""
    zoom = rng.uniform(0.55, 0.95) if rng.random() < 0.7 else rng.uniform(1.1, 1.45)
    shown = degradations.resize(pixels, zoom, Image.Resampling.BILINEAR)
    return degradations.jpeg(degradations.webp(shown, int(rng.integers(75, 91))), int(rng.integers(75, 91)))


def thumbnail(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A preview of 96–160 px, enlarged to the size that the picture had."""
    height, width = pixels.shape[:2]
    small = degradations.resize(pixels, min(1.0, rng.uniform(96, 160) / max(height, width)))
    saved = Image.fromarray(degradations.jpeg(small, int(rng.integers(65, 91))))
    kernels = (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS)
    return np.asarray(saved.resize((width, height), kernels[int(rng.integers(3))]))


def clarity(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """The sliders “clarity” and “sharpness” far to the right: local contrast, then hard edges."""
    crisp = unsharp(pixels, 24 * unit(pixels), rng.uniform(30, 70))
    return unsharp(crisp, rng.uniform(0.8, 1.6), rng.uniform(120, 240))


def colour_filter(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A filter of a photo service: a curve for each channel, other saturation, a cast, dark corners."""
    graded = _graded(colours(pixels), rng, lift=0.1, cast=0.08, saturation=(0.6, 1.5))
    return pixels_of(graded * vignette(pixels.shape, rng.uniform(0.1, 0.5))[..., None])


def rendered_look(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Retouching that resembles computer graphics: even surfaces, strong local contrast, rich colours, soft glow."""
    values, reach = colours(pixels), unit(pixels)
    even = guided(luma(values), values, max(2, round(4 * reach)), rng.uniform(0.03, 0.07))
    crisp = colours(unsharp(tone_mapped(pixels_of(even), rng), 16 * reach, rng.uniform(20, 50)))
    lights = np.dstack([smooth(crisp[..., channel], 10 * reach) for channel in range(3)])
    glow = rng.uniform(0.1, 0.3)
    screened = 1 - (1 - crisp) * (1 - glow * lights**2)  # the blend that Orton's slide sandwiches are imitated by
    return pixels_of(contrasted(saturated(screened, rng.uniform(1.1, 1.35)), 0.3))


def messenger(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """A messenger's copy: 480–768 px on the long side at most, JPEG of quality 55–65."""
    factor = min(1.0, rng.uniform(480, 768) / max(pixels.shape[:2]))
    return degradations.jpeg(degradations.resize(pixels, factor), int(rng.integers(55, 66)))


def resaved(pixels: Pixels, rng: np.random.Generator) -> Pixels:
    """Shared and saved five to nine times, at other qualities, and now and then a little smaller or cut off."""
    for _ in range(int(rng.integers(5, 10))):
        if rng.random() < 0.3:
            pixels = degradations.resize(pixels, rng.uniform(0.92, 0.99))
        top, left = rng.integers(0, 4, 2) if rng.random() < 0.3 and min(pixels.shape[:2]) > 24 else (0, 0)
        pixels = degradations.recompress(pixels[top:, left:], rng)
    return pixels


def _graded(
    values: Colours, rng: np.random.Generator, *, lift: float, cast: float, saturation: tuple[float, float]
) -> Colours:
    """A look: an own curve and cast for each channel, blacks lifted by up to `lift`, and a saturation from a range."""
    curves = rng.uniform(0.85, 1.15, 3).astype(np.float32)
    shadows, lights = rng.uniform(-cast, cast, (2, 3)).astype(np.float32)
    raised = rng.uniform(0, lift)
    light = luma(values)[..., None]
    curved = np.clip(values, 0, 1) ** curves + shadows * (1 - light) ** 2 + lights * light**2
    mixed = saturated(contrasted(curved, rng.uniform(0, 0.5)), rng.uniform(*saturation))
    return raised + mixed * (1 - raised)


PROCESSINGS: dict[str, Processing] = {
    "HDR tone mapping": tone_mapped,
    "night mode": night_mode,
    "portrait blur": portrait_mode,
    "smoothed surfaces": smoothed_surfaces,
    "digital zoom": digital_zoom,
    "studio product": studio_product,
    "black and white film": black_and_white,
    "colour film": colour_film,
    "scan of a print": print_scan,
    "screenshot of a photograph": screenshot,
    "thumbnail": thumbnail,
    "clarity": clarity,
    "colour filter": colour_filter,
    "rendered look": rendered_look,
    "messenger copy": messenger,
    "repeated resaves": resaved,
}


def draws(kind: str, name: str) -> np.random.Generator:
    """The random numbers for one kind of processing of a picture of this name, the same wherever it is processed."""
    return np.random.default_rng(seed_of("hard pictures", kind, name))
