import csv

from telltale.eval.sets import records
from telltale.eval.sets.records import Record
from telltale.finetune.pseudo_fakes import GENERATIVE, KINDS, written_set


def test_a_written_set_reads_back_as_one(tmp_path, photographs, inverted):
    originals = []
    for index, picture in enumerate(photographs[:3]):
        picture.resize((128, 128)).save(tmp_path / f"{index}.png")
        originals.append(Record(path=tmp_path / f"{index}.png", label="real", source="s", group=f"g{index}"))
    made = dict.fromkeys(GENERATIVE, inverted)
    counts = written_set.write(originals, tmp_path / "made", made, count=14, seed=1)
    assert counts == dict.fromkeys(KINDS, 2)
    back = records.read(tmp_path / "made" / "manifest.csv")
    assert len(back) == 14 and {record.group for record in back} == {"g0", "g1", "g2"}
    assert sum(record.label == "real" for record in back) == 2  # the controls
    with (tmp_path / "made" / "manifest.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    assert all((row["mask"] != "") == (row["truth"] == "tampered") for row in rows)
    assert all((tmp_path / "made" / row["mask"]).exists() for row in rows if row["mask"])
    again = tmp_path / "again"
    written_set.write(originals, again, made, count=14, seed=1)
    assert all((again / row["path"]).read_bytes() == (tmp_path / "made" / row["path"]).read_bytes() for row in rows)
