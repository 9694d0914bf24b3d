import numpy as np
from telltale.finetune.pseudo_fakes.self_blended import self_blended


def test_a_face_is_changed_inside_its_outline_alone(astronaut):
    face = np.asarray(astronaut.crop((140, 40, 310, 210)).resize((224, 224)))
    pairs = [self_blended(face, np.random.default_rng(seed)) for seed in range(6)]
    for pair in pairs:
        apart = np.abs(pair.shown.astype(int) - pair.control).mean(2)
        assert (pair.control == face).all() and apart[pair.mask].mean() > 1
        assert apart[:8].max() == apart[-4:].max() == apart[:, :8].max() == 0
        assert 0.05 < pair.mask.mean() < 0.4
    assert len({pair.shown.tobytes() for pair in pairs}) == 6


def test_a_seed_decides(astronaut):
    face = np.asarray(astronaut.resize((224, 224)))
    first, second = (self_blended(face, np.random.default_rng(3)).shown for _ in range(2))
    assert (first == second).all()
