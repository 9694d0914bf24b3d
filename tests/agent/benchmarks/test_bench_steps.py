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


def test_wrong_rounds_get_one_line(capsys):
    assert cli.main(["bench", "--rounds", "0"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.slow
@pytest.mark.weights
def test_every_step_is_measured(capsys, small_folder):
    assert cli.main(["bench", "--rounds", "1"]) == 0
    out = capsys.readouterr().out
    assert "the time of the encoder alone" in out and "pictures/s" in out and "most memory" in out
