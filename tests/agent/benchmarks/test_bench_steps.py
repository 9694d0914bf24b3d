"""`telltale bench`: its pictures, and its refusals; the figures themselves are measured by hand."""

import pytest
from PIL import Image
from telltale.agent import benchmarks, cli


def test_photographs_of_an_installed_package_are_taken_by_default():
    files = benchmarks.sample_pictures()
    assert files and all(min(Image.open(file).size) >= 224 for file in files)


def test_without_a_picture_there_is_nothing_to_measure():
    with pytest.raises(ValueError, match="name one"):
        next(benchmarks.measured([]))


def test_a_line_tells_the_ratios_to_the_encoder_and_to_the_aim():
    slow = benchmarks.Measurement("examined", 2.0, "s", ratio=1.5, aim=4, processor=1.25)
    assert slow.line().split("2.00 ")[1] == (
        "s  (1.50 × the time of the encoder alone; 0.50 × the aim of 4 s; 1.25 s of processor time)"
    )
    rate = benchmarks.Measurement("triage", 1.0, "pictures/s", aim=2, least=True)
    assert rate.line().endswith("1.00 pictures/s  (0.50 × the aim of 2 pictures/s or more)")
    assert benchmarks.Measurement("memory", 5.0, "MB").line().endswith(" 5.00 MB")


def test_wrong_rounds_get_one_line(capsys):
    assert cli.main(["bench", "--rounds", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.slow
@pytest.mark.weights
def test_every_step_is_measured(capsys, small_folder):
    assert cli.main(["bench", str(benchmarks.sample_pictures()[0]), "--rounds", "1"]) == 0
    out = capsys.readouterr().out
    assert "the time of the encoder alone" in out and "pictures/s" in out and "most memory" in out
    assert out.count(" × the aim of ") >= 6 and "of processor time" in out
