"""What a triage lists: folders, patterns, tables, tar archives and URLs."""

import io
import sys
import tarfile

import pytest
from telltale.agent.file_bytes import IntakeError
from telltale.agent.triage.triage_entries import Listing, data_of


def listed(*paths, **options):
    return list(Listing([str(path) for path in paths], **options).entries())


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "in" / "below").mkdir(parents=True)
    for name in ("b.jpg", "a.PNG", "notes.txt", ".hidden.jpg", "below/c.webp"):
        (tmp_path / "in" / name).write_bytes(name.encode())
    return tmp_path / "in"


def archive(file, members, mode="w"):
    with tarfile.open(file, mode) as tar:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_700_000_000
            tar.addfile(info, io.BytesIO(data))
    return file


def test_a_folder_is_searched_below_and_what_is_no_picture_is_counted(folder):
    listing = Listing([str(folder)])
    found = list(listing.entries())
    assert [entry.source for entry in found] == [str(folder / name) for name in ("a.PNG", "b.jpg", "below/c.webp")]
    assert data_of(found[2]) == b"below/c.webp"
    assert listing.left_out == {".txt": 1}
    assert len(listed(folder, every_file=True)) == 4


def test_a_pattern_that_fits_nothing_is_refused(folder):
    assert len(listed(folder / "*.jpg")) == 1
    with pytest.raises(ValueError, match="check the pattern"):
        listed(folder / "*.gif")


def test_a_missing_file_is_told_when_it_is_read(folder):
    (entry,) = listed(folder / "none.jpg")
    with pytest.raises(IntakeError, match="no such file"):
        data_of(entry)


def test_a_table_names_pictures_beside_it(folder):
    table = folder / "list.csv"
    table.write_text("label,path\nreal,b.jpg\nfake,below/c.webp\n,\n")
    assert [data_of(entry) for entry in listed(table)] == [b"b.jpg", b"below/c.webp"]
    other = folder / "list.tsv"
    other.write_text("where\tn\nb.jpg\t1\n")
    with pytest.raises(ValueError, match="--column"):
        listed(other)
    assert len(listed(other, column="where")) == 1


def test_a_url_in_a_table_is_not_fetched_unasked(folder):
    table = folder / "list.csv"
    table.write_text("url\nhttps://example.org/a.jpg\n")
    (entry,) = listed(table)
    with pytest.raises(IntakeError, match="--remote"):
        data_of(entry)
    assert listed(table, remote=True)[0].refused is None


@pytest.mark.parametrize("end", ["tar", "tar.gz"])
def test_members_of_an_archive_are_read_in_place(tmp_path, end):
    members = [("0/000.jpg", b"first"), ("0/000.json", b"{}"), ("../../etc/x.png", b"second")]
    file = archive(tmp_path / f"shard.{end}", members, "w:gz" if end.endswith("gz") else "w")
    found = list(Listing([str(file)]).entries())
    assert [entry.source for entry in found] == [f"{file}::0/000.jpg", f"{file}::../../etc/x.png"]
    assert [entry.name for entry in found] == ["000.jpg", "x.png"]
    assert [data_of(entry) for entry in found] == [b"first", b"second"]
    assert sorted(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("end", ["tar", "tar.gz"])
def test_what_stands_before_the_damage_of_an_archive_is_read(tmp_path, end):
    members = [(f"{n}.jpg", bytes([n]) * 9000) for n in range(4)]
    file = archive(tmp_path / f"shard.{end}", members, "w:gz" if end.endswith("gz") else "w")
    file.write_bytes(file.read_bytes()[: -len(file.read_bytes()) // 2])
    found = list(Listing([str(file)]).entries())
    wrong = [entry for entry in found if entry.refused is not None]
    for entry in found:
        if entry.refused is None and entry.kind == "held":
            assert data_of(entry)
    if wrong:
        with pytest.raises(IntakeError, match="damaged from here on"):
            data_of(wrong[0])
    else:  # the last member's head is whole and its bytes are not
        with pytest.raises(IntakeError, match="cut off"):
            data_of(found[-1])


def test_links_in_an_archive_are_no_pictures(tmp_path):
    file = tmp_path / "shard.tar"
    with tarfile.open(file, "w") as tar:
        link = tarfile.TarInfo("x.jpg")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert listed(file) == []


def test_urls_of_this_machine_are_read_through_fsspec(folder, tmp_path):
    import fsspec

    memory = fsspec.filesystem("memory")
    for name in ("a.jpg", "b.txt", "below/c.png"):
        memory.pipe(f"/triage/{name}", name.encode())
    memory.pipe("/triage/s.tar", archive(tmp_path / "s.tar", [("m.jpg", b"member")]).read_bytes())
    try:
        found = listed("memory://triage")
        assert [data_of(entry) for entry in found] == [b"a.jpg", b"below/c.png", b"member"]
        assert [data_of(entry) for entry in listed("memory://triage/*.jpg")] == [b"a.jpg"]
        assert data_of(listed(f"file://{folder}/b.jpg")[0]) == b"b.jpg"
        with pytest.raises(ValueError, match="check the URL"):
            listed("memory://nothing/here.jpg")
    finally:
        memory.rm("/triage", recursive=True)


def test_a_missing_package_is_one_line_with_its_name(monkeypatch):
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(ValueError, match="needs the package s3fs") as told:
        listed("s3://bucket/a.jpg")
    assert "\n" not in str(told.value)
