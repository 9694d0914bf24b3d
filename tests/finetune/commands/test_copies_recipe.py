"""`telltale finetune copies` makes copies from photographs, measures them and weighs what is found."""

import pytest
from telltale.agent import cli
from telltale.agent.reasoning.weighing import terms
from telltale.finetune.weighing import copied_rows
from telltale.finetune.weighing.kept_rows import kept_rows


@pytest.fixture
def manifest(tmp_path, photographs):
    lines = ["path,label,source,content"]
    (tmp_path / "set").mkdir()
    for number, picture in enumerate(photographs[:6]):
        picture.resize((240, 210)).save(tmp_path / "set" / f"{number}.png")
        lines.append(f"{number}.png,real,camera {number},objects")
    lines.append("0.png,generated,site,objects")
    (tmp_path / "set" / "manifest.csv").write_text("\n".join(lines))
    return tmp_path / "set" / "manifest.csv"


def test_a_weight_is_fitted_and_measured_rows_are_kept(manifest, tmp_path, capsys):
    command = ["finetune", "copies", "--data", str(manifest), "--out", str(tmp_path / "out")]
    command += ["--work", str(tmp_path / "work")]
    assert cli.main(command) == 0
    told = capsys.readouterr().out
    assert "False alarms per 100 untouched pictures" in told and "| all | 6 | 6 |" in told
    found = terms.read(tmp_path / "out" / terms.FILE)
    assert found.term("clones") is not None and found.references == terms.shipped().references
    rows = kept_rows(tmp_path / "work" / copied_rows.FILE, copied_rows.CopiedRow)
    ways = [row.way for row in rows]
    assert ways.count(copied_rows.COPIED) == ways.count(copied_rows.UNTOUCHED) == 6
    assert all((row.f1 is not None) == (row.way == copied_rows.COPIED) for row in rows)
    kept = (tmp_path / "work" / copied_rows.FILE).read_text()
    assert cli.main(command) == 0
    assert (tmp_path / "work" / copied_rows.FILE).read_text() == kept


def test_too_few_sources_are_refused(manifest, tmp_path, capsys):
    text = manifest.read_text()
    for number in range(1, 6):
        text = text.replace(f"camera {number}", "camera 0")
    manifest.write_text(text)
    out = ["--out", str(tmp_path / "out"), "--work", str(tmp_path / "work")]
    assert cli.main(["finetune", "copies", "--data", str(manifest), *out]) == 2
    assert "5 sources or more" in capsys.readouterr().err
