"""The progress of a recipe, by a clock that is moved by hand."""

from telltale.finetune.progress_steps import Steps, told


def test_durations_are_told_in_the_unit_that_fits():
    assert [told(s) for s in (0, 40, 150, 9000)] == ["0 s", "40 s", "2 min", "2.5 h"]


def test_a_step_is_told_with_its_estimate_and_its_progress(capsys):
    now = [0.0]
    steps = Steps(2, minutes=1, clock=lambda: now[0])
    steps.begin("views", 30)
    for number in steps.track(range(4), 4, "pictures"):
        now[0] += 100.0 if number == 0 else 20.0 if number == 1 else 40.0
    said = capsys.readouterr().err
    assert "step 1 of 2: views (about 30 s)" in said
    assert "1 of 4 pictures\n" in said  # the first one took the loading of a model, so nothing follows from it
    assert "3 of 4 pictures, about 30 s left" in said  # two took 60 s
    assert steps.spent == 200 and steps.left == -140
