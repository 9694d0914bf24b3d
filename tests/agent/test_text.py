import pytest
from telltale.agent.text import Share, one_line, percent


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0%"), (0.004, "<1%"), (0.01, "1%"), (0.55, "55%"), (0.9998, ">99%"), (1.0, "100%")]
)
def test_nothing_is_rounded_to_certainty(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(("share", "text"), [(0.0, "<1%"), (0.2, "20%"), (1.0, ">99%")])
def test_a_sample_proves_no_never_and_no_always(share, text):
    assert f"{Share(share):.0%}" == text
    assert f"{Share(share):.1f}" == f"{share:.1f}"


def test_text_from_elsewhere_fits_on_a_line():
    assert one_line("a\nb\x1b[31m  c") == "a b [31m c"
    assert one_line("x" * 200, 10) == "x" * 9 + "…"
