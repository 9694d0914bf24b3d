import torch
from telltale.finetune.adapters.cue_questions import Question
from telltale.finetune.adapters.packed_examples import margins, pack
from telltale.finetune.adapters.tower_cache import TowerCache
from telltale.prompts import cues


def test_kept_features_stand_for_the_picture(tiny, tmp_path, examples):
    cache = TowerCache(tiny, examples, 40, 0, tmp_path / "kept")
    for number in (0, 33):
        example = cache.example(number)
        packed = pack(tiny, [(example, [Question(cue, True) for cue in cues()[:2]])])
        with torch.inference_mode():
            seen, _ = margins(tiny.model, packed)
            kept, _ = margins(tiny.model, packed, cache.projected([number]))
        assert torch.allclose(seen, kept, atol=5e-3)
    (folder,) = (tmp_path / "kept").iterdir()
    assert {file.name for file in folder.iterdir()} == {"0.npy", "1.npy"}
    stamps = [file.stat().st_mtime_ns for file in sorted(folder.iterdir())]
    TowerCache(tiny, examples, 40, 0, tmp_path / "kept").projected([0])
    assert stamps == [file.stat().st_mtime_ns for file in sorted(folder.iterdir())]  # not computed again
