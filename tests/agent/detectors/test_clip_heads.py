import numpy as np
from telltale.agent.detectors import clip_heads
from telltale.agent.detectors.clip_heads import Heads

from tests.agent.detectors.made import features, made_heads


def test_heads_come_back_from_their_file(tmp_path):
    heads = made_heads()
    clip_heads.save(heads, tmp_path / clip_heads.FILE, {"pictures": "70"})
    back = clip_heads.read(tmp_path / clip_heads.FILE)
    for name in Heads.__dataclass_fields__:
        assert np.array_equal(getattr(back, name), getattr(heads, name)), name


def test_log_odds_are_the_platt_line_of_the_linear_score():
    heads, made = made_heads(), features()
    score = made.vectors.astype(np.float64) @ heads.weight + 0.25
    assert np.allclose(heads.log_odds(made.vectors), 2 * score - 0.5, atol=1e-5)
