"""Pictures of one person stay together."""

from PIL import Image
from telltale.eval.sets import records
from telltale.eval.sets.groups_in_folders import belonging_together


def test_each_person_of_a_set_of_faces_is_a_group(tmp_path):
    for person in range(6):
        for number in range(3):
            file = tmp_path / "fake" / "IDiff-Face" / str(person) / f"{number}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            Image.new("RGB", (8, 8), (person, number, 0)).save(file)
    (tmp_path / "real" / "site").mkdir(parents=True)
    Image.new("RGB", (8, 8)).save(tmp_path / "real" / "site" / "a.png")
    found = records.read(tmp_path)
    made = [record for record in found if record.label == "generated"]
    assert {record.generator for record in made} == {"IDiff-Face"}
    assert len({record.group for record in made}) == 6
    assert all(record.group.endswith(f"/{record.path.parent.name}") for record in made)
    assert [record.group for record in found if record.label == "real"] == ["real/site/a.png"]


def test_names_of_an_identity_and_a_number_are_grouped():
    flat = [("fake", "IDiff-Face", (), f"{person}_{number}") for person in range(5) for number in range(4)]
    assert len(set(belonging_together(flat))) == 5
    assert belonging_together(flat)[0] == "fake/IDiff-Face/0"


def test_what_is_no_set_of_persons_stands_alone():
    parts = [("fake", "midjourney", (part,), str(n)) for part in ("v5", "v6") for n in range(30)]
    assert set(belonging_together(parts)) == {None}
    single = [("real", "phone", (), f"IMG_{n}") for n in range(30)]
    assert set(belonging_together(single)) == {None}
    days = [("real", "phone", (), f"2024010{n}_120000") for n in range(9)]
    assert set(belonging_together(days)) == {None}
