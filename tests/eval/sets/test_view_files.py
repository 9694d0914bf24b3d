from pathlib import Path

import pytest
from telltale.eval.sets import records
from telltale.eval.sets.records import DataError
from telltale.eval.sets.view_files import views_of

from tests.eval.sets.made import picture, write


@pytest.fixture
def folder(tmp_path):
    """A set of three pictures: with two crops, with none, and with crops alone."""
    kept = tmp_path / "kept"
    for name in ("whole/real/a.jpg", "native/real/a-1.jpg", "native/real/a-2.jpg", "native/real/a-4.jpg"):
        write(kept, name, picture(0))
    for name in ("whole/generated/b.jpg", "native/generated/c-1.jpg"):
        write(kept, name, picture(1))
    return kept


def manifest(folder: Path, *rows: str) -> Path:
    columns = "file,label,generator,source,group,licence,original_width,original_height"
    (folder / "manifest.csv").write_text("\n".join([columns, *rows]) + "\n")
    return folder / "manifest.csv"


def test_the_whole_comes_first_and_crops_are_counted_until_one_is_missing(folder):
    assert views_of(folder, "a.jpg", "real") == [
        (folder / "whole/real/a.jpg", 0),
        (folder / "native/real/a-1.jpg", 1),
        (folder / "native/real/a-2.jpg", 2),
    ]
    assert views_of(folder, "b.jpg", "generated") == [(folder / "whole/generated/b.jpg", 0)]
    assert views_of(folder, "c.jpg", "generated") == [(folder / "native/generated/c-1.jpg", 1)]


def test_a_manifest_of_views_gives_a_record_for_each(folder):
    place = manifest(folder, "a.jpg,real,,camera,g1,none,2000,1500", "b.jpg,generated,flux,site,,none,,")
    found = records.read(place)
    assert [(r.crop, r.picture, r.label, r.source, r.group, r.original) for r in found] == [
        *((crop, "a.jpg", "real", "camera", "g1", (2000, 1500)) for crop in range(3)),
        (0, "b.jpg", "generated", "site", "b.jpg", (0, 0)),
    ]
    assert {r.name for r in found} == {"a.jpg", "b.jpg"} and {r.place for r in found} == {"kept"}
    assert found[-1].generator == "flux" and all(r.path.exists() for r in found)


def test_a_picture_without_views_is_refused_in_one_line(folder):
    with pytest.raises(DataError, match=r"missing.jpg has no views") as caught:
        records.read(manifest(folder, "missing.jpg,real,,camera,,none,,"))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_the_picture_itself_is_named_by_its_path(tmp_path):
    write(tmp_path / "plain", "real/1.jpg", picture(0))
    (tmp_path / "plain" / "manifest.csv").write_text("path,label\nreal/1.jpg,real\n")
    (found,) = records.read(tmp_path / "plain" / "manifest.csv")
    assert (found.name, found.place, found.picture, found.crop, found.original) == ("1.jpg", "plain", "", 0, (0, 0))
