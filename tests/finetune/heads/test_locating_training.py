import numpy as np
import pytest
from PIL import Image
from scipy import ndimage
from telltale.agent.locating import fused_map
from telltale.agent.locating.fused_features import Scales
from telltale.eval.sets.records import Record
from telltale.finetune.heads import locating_examples, locating_training


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    folder = tmp_path_factory.mktemp("photographs")
    rng = np.random.default_rng(0)
    made = []
    for number in range(16):
        rough = ndimage.gaussian_filter(rng.normal(size=(208, 208, 3)), (3, 3, 0))
        pixels = np.clip(128 + 300 * rough + rng.normal(0, 2, rough.shape), 0, 255).astype(np.uint8)
        file = folder / f"{number}.png"
        Image.fromarray(pixels).save(file, compress_level=1)
        made.append(Record(path=file, label="real", source=f"source {number % 4}", group=str(number)))
    return made


def test_a_head_is_learned_and_says_what_left_out_sources_gave(records):
    chosen = locating_examples.chosen(records)
    assert len(chosen) == len(records)
    patterns = locating_examples.learned_patterns(locating_examples.pairs(chosen, seed=1), count=6)
    made = []
    for number, source, pair in locating_examples.pairs(chosen):
        made += locating_examples.examples(number, source, pair, patterns)
    scales = Scales(patterns, locating_examples.usual_floor(made))
    head, scored = locating_training.train(made, scales)
    assert head.pictures == len(made) == len(scored) and head.sources == 4
    assert head.picture.shape == (fused_map.FACTS,) and np.isfinite(head.alarm)
    assert 0 <= head.alarms <= 0.1 and 0 <= head.hits <= 1
    areas = [one.area for one in scored if one.area is not None]
    assert np.mean(areas) > 0.6  # the edits are plain on such pictures
    assert {one.kind for one in scored} - {""} == set(locating_training.by_kind(scored))


def test_too_few_sources_are_refused(records):
    same = [record.model_copy(update={"source": "one"}) for record in records]
    assert not list(locating_examples.pairs(same))
