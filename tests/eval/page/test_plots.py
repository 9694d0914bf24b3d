import pytest
from telltale.eval.page.plots import draw, plot


def test_the_same_data_give_the_same_draw(finished):
    assert draw(finished) == draw(finished)


def test_a_name_with_dollars_is_a_name_and_black_follows_the_theme():
    drawing = plot("a <b> $x_{$", lambda axes: axes.plot([0, 1], [0, 1], label="$x_{$"))
    assert drawing.startswith('<svg role="img" aria-label="a &lt;b&gt; $x_{$"')
    assert "#000000" not in drawing and "currentColor" in drawing and "#ffffff" not in drawing


@pytest.mark.filterwarnings("error")
def test_names_of_every_script_stay_text_and_warn_of_nothing():
    drawing = plot("模型", lambda axes: axes.plot([0, 1], [0, 1], label="еда"))
    assert drawing.count("模型") == 2  # the label for screen readers, and the letters above the plot
