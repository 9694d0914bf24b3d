"""The timeline of a clip as files: a strip of its frames with their scores (PNG), the same as JSON, and the frames."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from .clip_examination import ExaminedClip
from .frame_scores import MAIN

WIDTH, CHART, MARGIN = 1200, 150, 44  # pixels
_MOST = 6.0  # log-odds at the edge of the chart
_TALLEST = 220  # pixels of a small frame
_SIDES = {"synthetic": (176, 58, 160), "real": (46, 125, 50), "neutral": (90, 90, 90)}
_MARKS = {"frozen": (66, 133, 244), "copied": (219, 127, 0), "regular": (180, 180, 180)}


def write(examined: ExaminedClip, folder: Path, stem: str) -> list[Path]:
    """Write `STEM-timeline.png`, `STEM-timeline.json` and a PNG file for each sampled frame; returns the paths.

    Raises:
        OSError: if the folder can't be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    strip, data = folder / f"{stem}-timeline.png", folder / f"{stem}-timeline.json"
    drawn(examined).save(strip)
    data.write_text(json.dumps(timeline(examined), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    written = [strip, data]
    for frame, measure in zip(examined.clip.frames, examined.record.frames, strict=True):
        file = folder / f"{stem}-frame-{measure.number:05}.png"
        Image.fromarray(frame).save(file, compress_level=3)
        written.append(file)
    return written


def timeline(examined: ExaminedClip) -> dict[str, object]:
    """What happens when: frames with their scores, shots, repetitions and cuts, in seconds on the clip's clock."""
    record = examined.record
    return {
        "sha256": record.clip.sha256,
        "first": record.clip.first,
        "last": record.clip.last,
        "frames": [frame.model_dump(mode="json") for frame in record.frames],
        "stretches": [one.model_dump(mode="json") for one in record.stretches],
        "repeats": [one.model_dump(mode="json") for one in record.repeats],
        "cuts": list(examined.cuts),
    }


def drawn(examined: ExaminedClip) -> Image.Image:
    """The strip: small frames, below them a chart of their scores over time with repetitions and cuts."""
    from ..detectors.base import leaning

    record, frames = examined.record, examined.clip.frames
    small = _small(frames)
    top = small.height + 8
    picture = Image.new("RGB", (WIDTH, top + CHART + 30), "white")
    picture.paste(small, (0, 0))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(12)
    first, length = record.clip.first, max(record.clip.seconds, 1e-6)
    middle = top + CHART // 2

    def across(at: float) -> float:
        return MARGIN + (WIDTH - MARGIN - 16) * min(max((at - first) / length, 0.0), 1.0)

    def up(score: float) -> float:
        return middle - (CHART / 2 - 8) * min(max(score, -_MOST), _MOST) / _MOST

    for one in record.repeats:
        if one.kind != "regular":
            box = (across(one.start), top + CHART - 5, max(across(one.end), across(one.start) + 2), top + CHART)
            draw.rectangle(box, fill=_MARKS[one.kind])
    for at in examined.cuts:
        draw.line((across(at), top, across(at), top + CHART), fill=(205, 205, 205))
    for level in (-4, 0, 4):
        draw.line((MARGIN, up(level), WIDTH - 16, up(level)), fill=(120, 120, 120) if level == 0 else (225, 225, 225))
        draw.text((8, up(level) - 7), f"{level:+d}" if level else "0", fill="black", font=font)
    for frame in record.frames:
        score = frame.scores.get(MAIN)
        if score is None:
            continue
        x, y = across(frame.at), up(score)
        colour = _SIDES["neutral" if frame.portrait else leaning(score)]
        draw.line((x, up(0), x, y), fill=colour, width=2)
        draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill=None if frame.portrait else colour, outline=colour)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        at = first + share * length
        draw.text((across(at) - 18 * share, top + CHART + 8), f"{at:.1f} s", fill="black", font=font)
    return picture


def _small(frames: NDArray[np.uint8]) -> Image.Image:
    """All frames [N, H, W, 3] side by side."""
    count, height, width = frames.shape[:3]
    each = max(1, WIDTH // count)
    scale = min(each / width, _TALLEST / height)
    size = max(1, int(width * scale)), max(1, int(height * scale))
    row = Image.new("RGB", (WIDTH, size[1]), "white")
    for number, frame in enumerate(frames):
        row.paste(Image.fromarray(frame).resize(size, Image.Resampling.LANCZOS), (number * each, 0))
    return row
