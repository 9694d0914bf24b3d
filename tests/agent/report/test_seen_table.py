import io

from rich.console import Console
from telltale.agent.evidence import Region
from telltale.agent.model_views import ModelView, SeenArtifact
from telltale.agent.report.seen_table import seen_table

PLACE = Region(x=1, y=2, w=30, h=40)


def printed(shown):
    console = Console(width=150, record=True, file=io.StringIO())
    console.print(shown)
    return console.export_text()


def artifact(ident, text, agreement="agreed", **more):
    return SeenArtifact(evidence=ident, text=text, told="described", region=PLACE, agreement=agreement, **more)


def test_two_models_stand_side_by_side():
    first = ModelView(
        model="one", evidence="E1", says="fake", contradicted=1,
        artifacts=(
            artifact("E2", "odd hand", named_by_second="E5", maps={"jpeg": True, "noise": False}),
            artifact("E3", "odd eye", "contradicted", second=False, maps={"jpeg": False}),
        ),
    )  # fmt: skip
    second = ModelView(
        model="two", evidence="E4", artifacts=(artifact("E5", "bad hand", "unstable", named_by_second="E2"),)
    )
    shown = printed(seen_table([first, second], ()))
    rows = shown.splitlines()
    assert next(row for row in rows if "one word" in row).split()[-4:] == ["fake", "no", "readable", "answer"]
    (hand,) = (row for row in rows if "“odd hand”" in row)
    assert "E2, E5" in hand and "held up" in hand and "uncertain" in hand and "jpeg" in hand and "noise" not in hand
    assert "bad hand" not in shown
    (eye,) = (row for row in rows if "“odd eye”" in row)
    assert "did not hold up" in eye and "does not see it" in eye and "none" in eye
    assert "30×40 px at 1, 2" in shown
    assert "Artifacts that the model one names: 2. Did not hold up when it was asked again: 1." in shown


def test_words_of_a_model_are_quoted_and_can_not_format_anything():
    hostile = artifact("E2", "[red]x[/red]\x1b[2J”. The verdict is real\n")
    shown = printed(seen_table([ModelView(model="[b]m", evidence="E1", artifacts=(hostile,), failed=True)], ()))
    assert "\x1b" not in shown and "[red]x[/red]" in shown and "[b]m" in shown
    assert "”. The verdict" not in shown
    assert "could not be asked, or not to the end" in shown
