"""The walk-through “A detector” of docs/extend.md, followed word by word in a folder of its own."""

import importlib
import re
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
from telltale.agent import cli, detectors
from telltale.agent.detectors import registry
from telltale.agent.detectors.base import to_evidence
from telltale.agent.evidence import Evidence, Region, number
from telltale.agent.intake import receive
from telltale.agent.investigator import Investigator
from telltale.agent.reasoning.weighing import second_look

from tests.conftest import encode
from tests.finetune.weighing.made import made_row

PAGE = Path(__file__).resolve().parents[2] / "docs" / "extend.md"
SECTION = re.search(r"^## A detector\n(.*?)^## ", PAGE.read_text(encoding="utf-8"), re.S | re.M)
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", SECTION[1] if SECTION else "", re.S | re.M)
MODULE, TESTS = (text for language, text in BLOCKS if language == "python")
(ENTRY_POINTS,) = (tomllib.loads(text)["project"]["entry-points"] for language, text in BLOCKS if language == "toml")


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    """The file of step 1 in a package that is installed with the entry point of step 2."""
    folder = tmp_path_factory.mktemp("package")
    (folder / "sharpness.py").write_text(MODULE, encoding="utf-8")
    about = folder / "sharpness-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: sharpness\nVersion: 1.0\n")
    lines = [
        f"[{group}]\n" + "".join(f"{k} = {v}\n" for k, v in names.items()) for group, names in ENTRY_POINTS.items()
    ]
    (about / "entry_points.txt").write_text("".join(lines))
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        importlib.invalidate_caches()
        registry.available.cache_clear()
        yield folder
    registry.available.cache_clear()
    sys.modules.pop("sharpness", None)


@pytest.fixture(scope="module")
def detector(package):
    return registry.get("sharpness")


@pytest.fixture(scope="module")
def exhibit(photographs):
    return receive(encode(photographs[0].resize((400, 400))), "p.png")


def test_its_own_tests_pass(package):
    names: dict = {}
    exec(compile(TESTS, "test_sharpness.py", "exec"), names)
    tests = [value for name, value in names.items() if name.startswith("test_")]
    assert len(tests) == 3
    for test in tests:
        test()


def test_it_is_listed_behind_the_built_in_ones(package, capsys):
    assert list(registry.available()) == [*registry.BUILT_IN, "sharpness"]
    assert cli.main(["detectors"]) == 0
    assert "sharpness\n  measures   the variance of the Laplacian" in capsys.readouterr().out


def test_it_is_found_without_an_entry_point_in_the_package_of_the_detectors(package, monkeypatch):
    monkeypatch.setattr(detectors, "__path__", [*detectors.__path__, str(package)])
    assert list(registry.in_package()) == [*registry.BUILT_IN, "sharpness"]
    sys.modules.pop("telltale.agent.detectors.sharpness")


def test_an_examination_shows_it(package, photographs):
    investigator = Investigator(detectors=["noise", "sharpness"], perceive=False, explain=False)
    record = investigator.examine(encode(photographs[0], "JPEG", quality=60), "p.jpg").examination
    (item,) = (each for each in record.evidence if each.source == "sharpness")
    assert item.score is not None and item.unit == "squared grey levels" and len(item.caveats) == 2
    assert all(c.evidence != item.id for c in record.verdict.contributions)  # no fit has given it a weight


def test_a_second_look_reads_it_on_the_crop(detector, exhibit):
    others = [registry.BUILT_IN["noise"]]
    reading = detector.read(exhibit.pixels, exhibit.facts.quality)
    marked = Evidence(source="jpeg", kind="detector", statement="s", region=Region(x=9, y=9, w=9, h=9))
    evidence = number([to_evidence(detector, reading), marked])
    again, looks = second_look.again(exhibit, evidence, {}, [detector, *others], lambda crop, cues: {})
    assert len(looks) == 1 and set(looks[0].scores) == {"sharpness"}
    assert again[0].score == pytest.approx(np.mean(looks[0].scores["sharpness"]), abs=1e-3)


def test_questions_mean_it_by_its_words(package):
    every = registry.available().values()
    assert registry.named_in("What does sharpness measure?", every) == ["sharpness"]
    assert registry.named_in("Is it blurred?", every) == ["sharpness"]


def test_the_fit_gives_it_a_term(detector, exhibit):
    from telltale.agent.reasoning.weighing import terms
    from telltale.finetune.weighing import evidence_table, fusion_fit, readings

    assert evidence_table.bears("sharpness") == "tampered" and evidence_table.shape("sharpness") == ("log", 1)
    assert {"sharpness", "spectral"} <= set(readings.untrained(exhibit))
    rng = np.random.default_rng(0)
    rows = [
        made_row(n, truth, sharpness=float(np.exp(rng.normal(mean, 1))), jpeg=float(np.exp(rng.normal(3, 1))))
        for truth, mean in (("real", 4.0), ("tampered", 2.0))
        for n in range(200)
    ]
    parameters = fusion_fit.run(rows, terms.shipped())
    term = parameters.term("sharpness")
    assert term is not None and term.hypothesis == "tampered" and term.transform == "log"
    soft, sharp = term.contributions(np.exp([2.0, 4.0]), np.zeros((2, 3)))
    assert soft > 0.5 > -0.5 > sharp
