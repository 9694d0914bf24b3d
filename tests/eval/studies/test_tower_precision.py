import pytest
from telltale.eval.studies import tower_precision

from tests.conftest import encode


@pytest.mark.slow
@pytest.mark.weights
def test_each_encoder_sees_the_same_views_and_float32_changes_nothing(tmp_path, photographs, small_folder):
    files = [tmp_path / f"{n}.jpg" for n in range(2)]
    for file, photograph in zip(files, photographs, strict=False):
        file.write_bytes(encode(photograph.resize((224, 224)), "JPEG", quality=90))
    tried = tower_precision.compared(files)
    plain, whole = tried[tower_precision.PLAIN], tried[tower_precision.FLOAT]
    assert plain.views == whole.views >= 2 and all(one.seconds > 0 for one in tried.values())
    assert plain.labels == whole.labels
    assert whole.scores == pytest.approx(plain.scores, abs=0.01)
