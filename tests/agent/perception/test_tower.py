import numpy as np
import pytest
import torch
from telltale.agent.perception import tower


@pytest.mark.parametrize(
    ("shape", "places"),
    [
        ((200, 200), [(0, 0, 200)]),
        ((300, 400), [(50, 0, 300)]),
        ((100, 400), [(0, 0, 100), (300, 0, 100)]),  # a strip is seen at both ends
        ((448, 672), [(112, 0, 448), (112, 56, 224), (336, 168, 224), (336, 56, 224), (112, 168, 224)]),
    ],
)
def test_views_cover_the_whole_and_native_crops(shape, places):
    pixels = np.random.default_rng(0).integers(0, 256, (*shape, 3)).astype(np.uint8)
    found = tower.views(pixels)
    assert [(v.region.x, v.region.y, v.region.w) for v in found] == places
    assert all(v.pixels.shape == (224, 224, 3) for v in found)
    native = [v for v in found if v.region.w == 224]
    for view in native:
        r = view.region
        assert np.array_equal(view.pixels, pixels[r.y : r.y + 224, r.x : r.x + 224])


@pytest.mark.weights
def test_the_tower_gives_what_the_whole_model_sees(base, astronaut):
    view = np.asarray(astronaut.resize((224, 224)))
    found = tower.embed(view[None])
    inputs = base.processor.image_processor(images=view, do_resize=False, do_center_crop=False, return_tensors="pt")
    with torch.inference_mode():
        states = base.model.model.vision_tower(inputs["pixel_values"], output_hidden_states=True).hidden_states
    wanted = torch.cat(
        [*(states[n][:, 0] for n in (7, 8, 9, 10, 11, 12)), *(states[n][:, 1:].mean(1) for n in (5, 6, 7, 8))], 1
    )
    cosine = torch.nn.functional.cosine_similarity(torch.from_numpy(found.vectors), wanted)
    assert float(cosine) > 0.999  # bfloat16 against float32
