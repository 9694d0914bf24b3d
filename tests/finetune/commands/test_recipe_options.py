from pathlib import Path

import pytest
from telltale.eval.sets.records import Record
from telltale.finetune.commands.recipe_options import check_sources, without_sources


def record(source, group):
    return Record(path=Path(f"{source}-{group}.png"), label="real", source=source, group=group)


def test_a_source_is_left_out_with_the_groups_that_it_shares():
    records = [record("a", "1"), record("b", "1"), record("b", "2"), record("c", "3")]
    assert without_sources(records, ["a"]) == records[2:]
    assert without_sources(records, []) == records


def test_an_unknown_source_is_an_error_that_names_the_others():
    with pytest.raises(ValueError, match="x: no picture is of this source; there are a, b"):
        check_sources([record("a", "1"), record("b", "2")], ["b", "x"])
