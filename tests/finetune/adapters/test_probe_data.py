import numpy as np
import pytest
from telltale.eval.sets.records import Record
from telltale.finetune.adapters import probe_data
from telltale.finetune.adapters.cue_questions import catalogue, questions
from telltale.finetune.pseudo_fakes import artifacts
from telltale.finetune.pseudo_fakes.artifact_places import ALL_OVER, PLACES
from telltale.prompts import cues


def test_truth_is_about_cues_of_the_taxonomy():
    known = {cue.id for cue in cues()}
    assert all(set(truth) <= known for truth in probe_data.TRUTH.values())
    assert set(probe_data.SHARES) == {*probe_data.TRUTH, "face"}
    assert sum(probe_data.SHARES.values()) == pytest.approx(1)


def test_both_answers_are_right_about_as_often(many):
    examples, drawn = many
    rng = np.random.default_rng(1)
    asked: dict[str, list[bool]] = {}
    for example in drawn:
        assert example.pixels.shape == (224, 224, 3) and example.group
        for question in questions(example.truth, rng, 6, examples.presence):
            asked.setdefault(question.cue.prompt, []).append(question.yes)
    answers = [yes for values in asked.values() for yes in values]
    for forms in catalogue().values():
        of_cue = asked.get(forms.plain.prompt, [])
        assert len(of_cue) < 50 or 0.25 < np.mean(of_cue) < 0.75, forms.plain.id  # nor can the question alone tell
    assert 0.44 < np.mean(answers) < 0.56  # always saying yes gains nothing
    turned = {forms.turned.prompt for forms in catalogue().values() if forms.turned is not None}
    assert 0.4 < np.mean([text in turned for text, values in asked.items() for _ in values]) < 0.6


def test_artifacts_come_with_as_many_controls_and_say_where_they_are(many):
    _, drawn = many
    kinds = artifacts.kinds(None)
    shown = [example for example in drawn if example.origin in kinds]
    controls = [example for example in drawn if example.origin.endswith(", control")]
    assert 0.15 < (len(shown) + len(controls)) / 250 < 0.4 and 0.3 < len(shown) / len(shown + controls) < 0.7
    assert all(example.place in (*PLACES, ALL_OVER) for example in shown)
    assert not any(example.place for example in drawn if example.origin not in kinds)
    assert len({example.place for example in shown}) > 4
    assert all(artifacts.truth(example.origin, True).items() <= example.truth.items() for example in shown)


def test_what_was_altered_is_placed_in_a_half_unless_it_is_near_the_line_between_them():
    mask = np.zeros((100, 200), bool)
    assert probe_data.sides(mask) == {} and probe_data.sides(None) == {}
    mask[40:60, 20:60] = True
    assert probe_data.sides(mask) == {"region.left": True, "region.middle": False}
    mask[:] = False
    mask[70:, 150:] = True
    assert probe_data.sides(mask) == {"region.left": False, "region.top": False, "region.middle": False}
    mask[:] = False
    mask[40:50, 90:110] = True
    assert probe_data.sides(mask) == {"region.middle": True}


def test_examples_depend_on_the_seed_alone(examples):
    first, second = (examples.draw(np.random.default_rng(5)) for _ in range(2))
    assert np.array_equal(first.pixels, second.pixels) and first.origin == second.origin


def test_a_cut_is_a_square_of_at_least_six_tenths_of_the_short_side(examples):
    cuts = [examples.cut(label, np.random.default_rng(seed)) for label in ("real", "generated") for seed in range(8)]
    assert all(cut.shape[0] == cut.shape[1] and 48 <= cut.shape[0] <= 80 for cut in cuts)


def test_a_missing_label_is_named(tmp_path):
    real = [Record(path=tmp_path / "a.png", label="real", source="s", group="g")]
    with pytest.raises(ValueError, match="no generated pictures"):
        probe_data.Examples(real, {})
