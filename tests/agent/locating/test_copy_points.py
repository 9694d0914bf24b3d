"""A mirrored descriptor is that of the mirrored picture."""

import numpy as np
from PIL import Image
from telltale.agent.locating.copy_points import keypoints, mirrored


def test_mirroring_a_descriptor_is_mirroring_the_picture(astronaut):
    plane = np.asarray(astronaut.convert("L").resize((256, 256), Image.Resampling.LANCZOS))
    points, described = keypoints(plane)
    others, of_mirrored = keypoints(np.ascontiguousarray(plane[:, ::-1]))
    nearest = (of_mirrored @ mirrored(described).T).argmax(1)
    away = np.hypot(255 - others[:, 0] - points[nearest, 0], others[:, 1] - points[nearest, 1])
    assert len(others) > 200 and (away < 2).mean() > 0.85
