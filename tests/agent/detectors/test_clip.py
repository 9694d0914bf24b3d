import numpy as np
import pytest
import torch
from telltale.agent.detectors import clip, clip_heads, portrait
from telltale.agent.detectors.clip_heads import Heads
from telltale.agent.evidence import Flag, Neighbour, Quality, Region
from telltale.agent.perception import tower


def made_heads(**changes) -> Heads:
    rng = np.random.default_rng(0)
    values = {
        "weight": rng.normal(size=tower.D).astype(np.float32) / tower.D,
        "bias": 0.25,
        "slope": 2.0,
        "offset": -0.5,
        "real": np.linspace(-3, 1, 5).astype(np.float32),
        "generated": np.linspace(-1, 3, 5).astype(np.float32),
        "counts": (40, 30),
        "family_weight": rng.normal(size=(2, tower.D)).astype(np.float32) / tower.D,
        "family_bias": np.zeros(2, np.float32),
        "families": ("first", "second"),
        "unknown": 0.6,
        "basis": rng.normal(size=(tower.D, 4)).astype(np.float32),
        "centre": np.zeros(tower.D, np.float32),
        "reference": np.array([[127, 0, 0, 0], [0, 127, 0, 0], [0, 0, 127, 0]], np.int8),
        "reference_real": np.array([True, False, False]),
        "reference_names": ("a.jpg", "b.jpg", "c.jpg"),
        "reference_sources": ("camera", "maker", "maker"),
        "far": 0.5,
    }
    return Heads(**{**values, **changes})


def features(count=2, seed=1) -> tower.Features:
    rng = np.random.default_rng(seed)
    patches = torch.from_numpy(rng.normal(size=(count, 4, 196, 768)).astype(np.float32))
    tokens = rng.normal(size=(count, 6 * 768)).astype(np.float32)
    return tower.Features(np.concatenate([tokens, patches.mean(2).flatten(1).numpy()], 1), patches)


@pytest.fixture
def seen(monkeypatch):
    """Heads and features that need no weights: `seen(heads, views, features)` makes the detectors use them."""

    def use(heads, views, made):
        monkeypatch.setattr(clip_heads, "shipped", lambda: heads)
        monkeypatch.setattr(tower, "look", lambda pixels: (views, made))
        monkeypatch.setattr(portrait, "shipped", lambda: None)

    return use


def squares(*places) -> list[tower.View]:
    blank = np.zeros((224, 224, 3), np.uint8)
    return [tower.View(blank, Region(x=x, y=y, w=side, h=side), 224 / side) for x, y, side in places]


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


def test_the_whole_and_the_crops_weigh_the_same():
    views = squares((0, 0, 448), (0, 0, 224), (224, 0, 224))
    assert clip.combined(np.array([1.0, 3.0, 5.0], np.float32), views) == pytest.approx(2.5)
    assert clip.combined(np.array([1.0], np.float32), squares((0, 0, 224))) == pytest.approx(1.0)


def test_the_map_is_high_where_the_patches_that_raise_the_score_lie():
    made = features(1)
    weight = np.zeros(tower.D, np.float32)
    weight[-768:] = 1.0  # the last patch layer
    made.patches[:] = 0
    made.patches[0, 3].reshape(14, 14, 768)[2:5, 9:12] = 1.0
    drawn = clip.heat(made_heads(weight=weight), squares((0, 0, 300)), made, (300, 300))
    assert drawn.shape == (64, 64)
    y, x = np.unravel_index(drawn.argmax(), drawn.shape)
    assert (2 <= y * 14 / 64 < 5) and (9 <= x * 14 / 64 < 12)
    assert drawn[40:, :20].max() < 0.5 < drawn.max()


@pytest.mark.parametrize(("bias", "supports", "as_high"), [(3.0, "synthetic", "0%"), (-3.0, "real", "100%")])
def test_the_score_is_read_against_pictures_of_unseen_sources(seen, bias, supports, as_high):
    heads = made_heads(weight=np.zeros(tower.D, np.float32), bias=bias)
    seen(heads, squares((0, 0, 224)), features(1))
    reading = clip.CLIP.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert reading.score == pytest.approx(2 * bias - 0.5)
    assert reading.supports == supports
    assert f"{as_high} of real pictures" in reading.statement
    assert "40 real and 30 generated" in reading.caveats[0]


def test_of_portraits_the_score_is_shown_without_weight(seen, monkeypatch):
    seen(made_heads(weight=np.zeros(tower.D, np.float32), bias=3.0), squares((0, 0, 224)), features(1))
    flat = np.zeros(tower.D, np.float32)
    monkeypatch.setattr(portrait, "shipped", lambda: portrait.PortraitHead(flat, 0.0, flat, 1.0, (1, 1), 0.9))
    reading = clip.CLIP.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert reading.supports == "neutral" and reading.score == pytest.approx(5.5)
    assert clip.PORTRAIT in reading.caveats and Flag.SET_ASIDE in reading.facts.flags


def test_a_family_is_named_only_where_one_fits_and_the_picture_scores_as_generated(seen):
    pixels, quality = np.zeros((224, 224, 3), np.uint8), Quality(short_side=224)
    flat = {"weight": np.zeros(tower.D, np.float32), "family_weight": np.zeros((2, tower.D), np.float32)}
    seen(made_heads(**flat, bias=1.0, family_bias=np.array([0.0, 3.0], np.float32)), squares((0, 0, 224)), features(1))
    named = clip.FAMILY.read(pixels, quality)
    assert "best is second (95%)" in named.statement and named.facts.family == "second"
    seen(made_heads(**flat, bias=1.0), squares((0, 0, 224)), features(1))
    unknown = clip.FAMILY.read(pixels, quality)
    assert "looks like none of the known families" in unknown.statement and unknown.facts.family is None
    seen(made_heads(**flat, bias=-1.0), squares((0, 0, 224)), features(1))
    reading = clip.FAMILY.read(pixels, quality)
    assert reading.supports == "neutral" and "No family of generators is named" in reading.statement


def test_the_nearest_known_pictures_are_named_with_their_distance(seen):
    made = features(1)
    basis = np.zeros((tower.D, 4), np.float32)
    basis[0, 1] = 1.0  # all that counts is the first feature, and it points at b.jpg
    made.vectors[0, 0] = 2.0
    seen(made_heads(basis=basis), squares((0, 0, 224)), made)
    reading = clip.NEAREST.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert "nearer to a known generated picture than to a real one: 0.00 and 1.00 away" in reading.statement
    assert reading.supports == "synthetic"
    assert reading.facts.notes == ("The nearest are real a.jpg of camera and generated b.jpg of maker.",)
    assert reading.facts.neighbours == (
        Neighbour(name="a.jpg", source="camera", label="real", distance=1.0),
        Neighbour(name="b.jpg", source="maker", label="synthetic", distance=0.0),
    )
    assert reading.score == pytest.approx(1.0 - 0.5)  # one real at 1, generated at 0 and 1
    assert reading.facts.flags == () and reading.facts.numbers == {"distance": 0.5}
    seen(made_heads(basis=basis, far=0.4), squares((0, 0, 224)), made)
    far = clip.NEAREST.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert far.facts.flags == (Flag.OUT_OF_DISTRIBUTION,) and len(far.caveats) == 2


def test_without_weights_the_detectors_say_so(monkeypatch):
    def missing(pixels):
        raise tower.TowerMissingError("run `telltale model setup`")

    monkeypatch.setattr(tower, "look", missing)
    monkeypatch.setattr(clip_heads, "shipped", made_heads)
    reading = clip.CLIP.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224))
    assert reading.score is None and "model setup" in reading.statement
    monkeypatch.setattr(clip_heads, "shipped", lambda: None)
    assert clip.CLIP.read(np.zeros((224, 224, 3), np.uint8), Quality(short_side=224)).score is None


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


@pytest.mark.weights
def test_shipped_heads_score_and_remember(small_folder, astronaut, monkeypatch):
    pixels = np.asarray(astronaut)
    reading = clip.CLIP.read(pixels, Quality(short_side=512))
    assert reading.score is not None and np.isfinite(reading.score)
    assert reading.map is not None and 0 <= reading.map.min() <= reading.map.max() <= 1
    monkeypatch.setattr(tower, "embed", lambda views: pytest.fail("the picture was looked at twice"))
    assert clip.FAMILY.read(pixels, Quality(short_side=512)).statement
    assert clip.NEAREST.read(pixels, Quality(short_side=512)).score is not None
