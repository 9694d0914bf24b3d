"""The studies of the folder are found, parsed without heavy libraries, and fail in one line."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
import telltale.eval.studies
from telltale.eval.studies.__main__ import parser
from telltale.eval.studies.study import studies

NAMES = {
    *("source-pairs", "calibration", "experts", "explanations", "grounding-faults", "grounding-meaning"),
    *("ddvqa-baseline", "copy-move"),
    *("known-answers", "forged-marks", "fuzz", "page-load", "page-walk", "record-check"),
    *("knowledge-retrieval", "question-routing", "detail-naming", "reply-reading"),
    *("overhead", "retention", "attacks", "laundered-ternary", "claims", "families", "faces", "localisation", "cost"),
    *("altered-parts", "left-out-kinds", "joined-scores", "false-parts"),
    *("failures", "untrained", "provenance-files", "second-looks", "hard-pictures", "patch-scores", "tower-precision"),
    *("garbled-text", "face-crops"),
    "video-clips",
    *("compared-pictures", "open-watermarks", "sensor-noise-match"),
    *("updating", "view-choices"),
    "all-sets",
}
FOLDER = Path(str(telltale.eval.studies.__file__)).parent


def test_every_study_is_found_under_the_name_of_its_module():
    assert {study.name for study in studies()} == NAMES
    modules = {file.stem for file in FOLDER.glob("*.py") if "\nSTUDY = " in file.read_text()}
    assert modules == {name.replace("-", "_") for name in NAMES}


def test_no_study_imports_another():
    modules = {study.name.replace("-", "_") for study in studies()}
    for module in modules:
        tree = ast.parse((FOLDER / f"{module}.py").read_text())
        imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 1]
        imported = {node.module for node in imports} | {alias.name for node in imports for alias in node.names}
        assert not imported & modules, module


def test_the_parser_is_built_without_torch_or_scikit_learn():
    check = (
        "import sys; from telltale.eval.studies.__main__ import parser; parser(); "
        "print({'torch', 'transformers', 'sklearn', 'langchain_core', 'gradio'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_list_names_every_study_with_a_line(study):
    status, out, _ = study("list")
    assert status == 0
    assert {line.split()[0] for line in out.splitlines()} == NAMES and all(len(x.split()) > 2 for x in out.splitlines())


@pytest.mark.parametrize("name", sorted(NAMES))
def test_help_says_what_is_measured(name, capsys):
    with pytest.raises(SystemExit) as stopped:
        parser().parse_args([name, "--help"])
    assert stopped.value.code == 0
    said = capsys.readouterr().out
    assert f"python -m telltale.eval.studies {name}" in said and "--help" in said


def test_a_wrong_call_ends_with_one_line_and_status_2(study, tmp_path):
    status, out, error = study("provenance-files", tmp_path / "none")
    assert status == 2 and not out and error.count("\n") == 1 and "none" in error
    assert study("experts", tmp_path / "none.json")[0] == 2
    (tmp_path / "a.json").write_text("[1]")
    status, _, error = study("experts", tmp_path / "a.json")
    assert status == 2 and "a.json" in error and error.count("\n") == 1
