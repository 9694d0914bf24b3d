import numpy as np
import pytest
from telltale.agent.detectors import clip_heads, laundering, portrait
from telltale.agent.models import heads


def test_a_head_comes_back_with_its_values_whatever_the_order_of_its_memory(tmp_path):
    turned = np.arange(6, dtype=np.float32).reshape(2, 3).T
    heads.write(tmp_path / "h", {"weight": turned}, {"head": {"counts": (1, 2), "auroc": 0.5}, "note": "plain"})
    arrays, values = heads.read(tmp_path / "h", "head")
    assert np.array_equal(arrays["weight"], turned) and values == {"counts": (1, 2), "auroc": 0.5}
    assert heads.read(tmp_path / "h")[1] == {}
    with pytest.raises(ValueError, match="no entry 'other'"):
        heads.read(tmp_path / "h", "other")


def test_a_head_that_is_not_installed_is_none():
    assert heads.shipped("nothing.safetensors", heads.read) is None


@pytest.mark.parametrize("room", [portrait, laundering], ids=lambda room: room.FILE)
def test_a_shipped_file_is_written_again_byte_for_byte(room, tmp_path):
    room.save(room.shipped(), tmp_path / "again")
    assert heads.shipped(room.FILE, lambda file: file.read_bytes()) == (tmp_path / "again").read_bytes()


def test_every_shipped_head_is_read():
    main = clip_heads.shipped()
    assert min(main.counts) > 1000 and min(main.source_counts) > 5
    assert len(main.real) == len(main.generated) == 201
    assert min(portrait.shipped().counts) > 100 and min(laundering.shipped().counts) > 100
