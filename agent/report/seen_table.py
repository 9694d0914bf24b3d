"""What models see in a picture by themselves, as a table: a row for each artifact, a column for each model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from ..evidence import Evidence
from ..foreign import Foreign
from ..model_views import Agreement, ModelView, SeenArtifact
from ..sentences import Sentence

TITLE = Sentence(
    "seen_table.title", "Seen by the model: what it describes by itself, without any weight in the verdict"
)
ARTIFACT = Sentence("seen_table.artifact", "artifact")
MAPS = Sentence("seen_table.maps", "maps higher there")
ONE_WORD = Sentence("seen_table.one_word", "real or fake, in one word")
NO_WORD = Sentence("seen_table.no_word", "no readable answer")
AT = Sentence("seen_table.at", "{w}×{h} px at {x}, {y}")
NOWHERE = Sentence("seen_table.nowhere", "no place named")
NO_MAP = Sentence("seen_table.no_map", "none")
HELD: dict[Agreement, Sentence] = {
    "agreed": Sentence("seen_table.agreed", "names it; held up"),
    "unstable": Sentence("seen_table.unstable", "names it; uncertain"),
    "contradicted": Sentence("seen_table.contradicted", "names it; did not hold up"),
    "unlocated": Sentence("seen_table.unlocated", "names it; not checked"),
}
ASKED: dict[bool | None, Sentence] = {
    True: Sentence("seen_table.sees", "sees it when asked"),
    False: Sentence("seen_table.sees_not", "does not see it when asked"),
    None: Sentence("seen_table.unclear", "no consistent answer"),
}
COUNTED = Sentence(
    "seen_table.counted",
    "Artifacts that the model {model} names: {count}. Did not hold up when it was asked again: {contradicted}.",
)
FAILED = Sentence("seen_table.failed", "The model {model} could not be asked, or not to the end.")


def seen_table(views: Sequence[ModelView], evidence: Sequence[Evidence]) -> RenderableType:
    """The views of one model or of two, side by side.

    Args:
        views: at least one.
        evidence: numbered, with what the models say.
    """
    caveats = {item.id: item.caveats for item in evidence}
    below = [COUNTED(count=len(view.artifacts), model=view.model, contradicted=view.contradicted) for view in views
             if view.artifacts]  # fmt: skip
    below += [FAILED(model=view.model) for view in views if view.failed]
    below += dict.fromkeys(line for view in views for line in caveats.get(view.evidence, ()))
    return Group(_table(views), Text("\n".join(below) + "\n", style="dim italic"))


def _table(views: Sequence[ModelView]) -> Table:
    table = Table(title=TITLE(), title_justify="left", box=box.SIMPLE_HEAD, expand=True)
    table.add_column(ARTIFACT(), ratio=2)
    for view in views:
        table.add_column(Text(view.model), ratio=1)
    table.add_column(MAPS(), no_wrap=True)
    table.add_row(ONE_WORD(), *(Text(view.says or NO_WORD()) for view in views), "")
    told: set[str] = set()
    by_id = {one.evidence: one for view in views for one in view.artifacts}
    for n, view in enumerate(views):
        for one in view.artifacts:
            if one.evidence not in told:
                table.add_row(*_row(one, n, len(views), by_id))
                told |= {one.evidence, one.named_by_second or one.evidence}
    return table


def _row(one: SeenArtifact, n: int, models: int, by_id: Mapping[str, SeenArtifact]) -> list[Text]:
    twin = by_id.get(one.named_by_second or "")
    ids = one.evidence if twin is None else f"{one.evidence}, {twin.evidence}"
    what = Text.assemble((f"{ids} ", "dim"), f"{Foreign(one.text):120}", (f"\n{_place(one)}", "dim"))
    cells = [_cell(one) if column == n else _other(one, twin) for column in range(models)]
    above = ", ".join(name for name, stands_out in one.maps.items() if stands_out)
    return [what, *cells, Text(above or (NO_MAP() if one.maps else ""))]


def _place(one: SeenArtifact) -> str:
    return NOWHERE() if one.region is None else AT(**one.region.model_dump())


def _cell(one: SeenArtifact) -> Text:
    return Text(HELD[one.agreement]())


def _other(one: SeenArtifact, twin: SeenArtifact | None) -> Text:
    if twin is not None:
        return _cell(twin)
    return Text("" if one.agreement == "unlocated" else ASKED[one.second]())
