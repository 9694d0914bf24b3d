from telltale.eval.page.plots import draw, plot


def test_the_same_data_give_the_same_draw(finished):
    assert draw(finished) == draw(finished)


def test_a_name_with_dollars_is_a_name_and_black_follows_the_theme():
    drawing = plot("a <b> $x_{$", lambda axes: axes.plot([0, 1], [0, 1], label="$x_{$"))
    assert drawing.startswith('<svg role="img" aria-label="a &lt;b&gt; $x_{$"')
    assert "#000000" not in drawing and "currentColor" in drawing and "#ffffff" not in drawing
