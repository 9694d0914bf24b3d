import pytest
from telltale.agent.text import one_line, percent


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.004, "<1%"), (0.01, "1%"), (0.55, "55%"), (0.9998, ">99%"), (1.0, "100%")]
)
def test_nothing_is_rounded_to_certainty(share, text):
    assert percent(share) == text


def test_text_from_elsewhere_fits_on_a_line():
    assert one_line("a\nb\x1b[31m  c") == "a b [31m c"
    assert one_line("x" * 200, 10) == "x" * 9 + "…"
