"""Every model on several sets: how sets are divided and thinned, and the table with its intervals."""

import pytest
from telltale.eval.items import Item, Judged, Reply
from telltale.eval.sets.records import DataError, Record
from telltale.eval.studies import all_sets


def records(tmp_path, **counts):
    """So many pictures of each source, named SOURCE_LABEL; the files are not read."""
    return [
        Record(
            path=tmp_path / f"{name}-{n}.png", label=name.split("_")[1], source=name.split("_")[0], group=f"{name}{n}"
        )
        for name, count in counts.items()
        for n in range(count)
    ]


def test_pictures_are_taken_from_all_sources_in_turn(tmp_path):
    every = records(tmp_path, a_real=20, b_real=2, c_real=20, d_generated=20)
    chosen = all_sets.in_turn(every, 16)
    counts = {name: sum(record.source == name for record in chosen) for name in "abcd"}
    assert counts == {"a": 3, "b": 2, "c": 3, "d": 8}
    assert chosen == all_sets.in_turn(every[::-1], 16) and len(all_sets.in_turn(every, 1000)) == 62


def test_the_unit_is_the_source_only_where_there_are_enough(tmp_path):
    few = all_sets.PictureSet("few", records(tmp_path, a_real=9, b_generated=9))
    many = all_sets.PictureSet("many", records(tmp_path, a_real=4, b_real=4, c_real=4, d_generated=4, e_generated=4))
    single = all_sets.PictureSet("single", records(tmp_path, **{f"s{n}_real": 1 for n in range(9)}))
    assert (few.unit, many.unit, single.unit) == ("groups", "sources", "groups")
    assert many.held == "12 real, 8 not; 5 sources"
    assert {item.group for item in many.items()} == set("abcde") and len({item.group for item in few.items()}) == 18


def test_sources_with_both_labels_are_a_column_of_their_own(tmp_path, draw):
    lines = ["path,label,source"]
    for name, label, source in [("0", "real", "a"), ("1", "generated", "a"), ("2", "real", "b"), ("3", "real", "c")]:
        draw(tmp_path / f"{name}.png")
        lines.append(f"{name}.png,{label},{source}")
    place = tmp_path / "set.csv"
    place.write_text("\n".join(lines))
    columns = {
        each.name: [record.source for record in each.records] for each in all_sets.divided("x", str(place), set(), 9)
    }
    assert columns == {"x, both labels in a source": ["a", "a"], "x, other sources": ["b", "c"]} or columns == {
        "x, both labels in a source": ["a", "a"],
        "x, other sources": ["c", "b"],
    }
    (only,) = all_sets.divided("x", str(place), {"a"}, 9)
    assert (only.name, len(only.records)) == ("x", 2)
    assert (
        len(list(all_sets.divided("x", str(place), {"elsewhere"}, 9))) == 2
    )  # a set without these sources is taken whole


def test_an_answer_that_cannot_be_read_is_wrong_and_a_failed_one_in_no_figure():
    def judged(truth, called, **reply):
        item = Item(id=f"{truth}{called}", kind="judgement", media=(), question="?", answer="yes", truth=truth)
        value = None if called is None else "yes" if called == "fake" else "no"
        return Judged(item, Reply(**reply), value, None, None)

    answers = [judged("fake", "fake"), judged("fake", None), judged("real", "real"), judged("real", None)]
    assert all_sets.balanced(answers).value == 0.5
    sets = [all_sets.PictureSet("x", [])]
    failed = [judged("fake", "fake", error="not measured")]
    (_, row) = all_sets.table(sets, {("x", "m"): failed}, all_sets.balanced)
    assert row == ("`m`", "not measured")


@pytest.mark.parametrize("text", ["no-place", "=place", "name="])
def test_a_set_without_name_or_place_is_refused(text):
    with pytest.raises(ValueError, match="expected NAME=PLACE"):
        all_sets.named_place(text)


def test_it_goes_on_where_it_stopped_and_prints_both_tables(study, labelled, tmp_path):
    command = [
        "all-sets",
        "--set",
        f"made={labelled}",
        "--model",
        "always:fake",
        "chance",
        "--out",
        str(tmp_path / "o"),
    ]
    status, out, _ = study(*command)
    assert status == 0 and "### AUROC" in out and "### Balanced accuracy" in out
    assert "| *pictures* | 8 real, 8 not; " in out and "| `always:fake` | 0.50 |" in out
    kept = (tmp_path / "o/chance/results.jsonl").read_bytes()
    assert study(*command)[1] == out and (tmp_path / "o/chance/results.jsonl").read_bytes() == kept
    with pytest.raises(DataError):
        list(all_sets.divided("x", str(tmp_path / "missing.csv"), set(), 9))
