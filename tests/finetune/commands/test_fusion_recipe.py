import pytest
from telltale.agent import cli
from telltale.agent.reasoning.weighing import terms
from telltale.finetune.pseudo_fakes import generators
from telltale.finetune.weighing import readings
from telltale.finetune.weighing.kept_rows import kept_rows

from tests.finetune.weighing.made import GENERATORS


@pytest.fixture
def fit(folder, tmp_path, monkeypatch, capsys):
    """Fits by the command line, on made pictures of three sources, altered without a network."""
    lines = ["path,label,source"]
    lines += [f"set/real/{index}.png,real,camera {index % 3}" for index in range(6)]
    lines += [f"set/fake/{index}.png,generated,site" for index in (6, 7)]
    manifest = folder.parent / "manifest.csv"
    manifest.write_text("\n".join(lines))
    monkeypatch.setattr(generators, "generators_in", lambda work: GENERATORS)

    def run(*options):
        out, work = tmp_path / "out", tmp_path / "work"
        status = cli.main(
            [
                "finetune",
                "fusion",
                "--data",
                str(manifest),
                "--work",
                str(work),
                "--out",
                str(out),
                "--limit",
                "4",
                *options,
            ]
        )
        return status, capsys.readouterr(), out

    return run


def test_what_bears_on_alterations_is_fitted_and_the_rest_is_kept(fit, tmp_path):
    status, said, out = fit()
    assert status == 0, said.err
    assert said.out.startswith("tampered: ") and " real, " in said.out
    found, shipped = terms.read(out / terms.FILE), terms.shipped()
    rows = kept_rows(tmp_path / "work" / readings.FILE, readings.ReadingRow)
    counts = [sum(row.truth == truth for row in rows) for truth in ("real", "tampered")]
    assert found.references["tampered"].counts == tuple(counts) and min(counts) > 0
    assert found.references["synthetic"] == shipped.references["synthetic"]
    assert [t for t in found.terms if t.hypothesis == "synthetic"] == [
        t for t in shipped.terms if t.hypothesis == "synthetic"
    ]
    assert {name for row in rows for name in row.scores} <= {"spectral", "jpeg", "noise"}


def test_a_result_that_is_there_is_gone_on_from(fit, tmp_path):
    known = terms.shipped().model_copy(update={"about": "of before"})
    (tmp_path / "out").mkdir()
    terms.save(known, tmp_path / "out" / terms.FILE)
    status, _, out = fit()
    assert status == 0 and terms.read(out / terms.FILE).about == "of before"
