from telltale.eval.page.plots import draw


def test_the_same_data_give_the_same_draw(finished):
    assert draw(finished) == draw(finished)
