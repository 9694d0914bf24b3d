"""What the page is made of, without a server: its imports, its examples, and whom the server would let in."""

import io
from pathlib import Path

import pytest
from PIL import Image
from telltale.agent import app
from telltale.agent.app import examples
from telltale.agent.app.desk import Desk
from telltale.agent.app.house import House
from telltale.agent.app.turns import example
from telltale.agent.investigator import Investigator
from telltale.agent.sandbox import receive


def test_the_page_imports_nothing_that_the_command_line_does_not():
    allowed = {
        "..console",
        "..evidence",
        "..foreign",
        "..intake",
        "..investigator",
        "..sandbox",
        "..sentences",
        "..text",
    }
    allowed |= {
        "..provenance.contents",
        "..provenance.credential_types",
        "..pixels.maps",
        "..case_reports",
        "..casebook",
        "..casebook.case_people",
        "..casebook.people_results",
        "..casework",
        "..comparing",
        "..comparing.aligned_pair",
        "..comparing.comparison_map",
        "..comparing.holds_more",
        "..dossier",
        "..dossier.report_files",
        "..file_bytes",
        "..workers.work_crew",
        "..workers.worked_investigator",
        "..reasoning.writing.listening",
    }
    for file in Path(app.__file__).parent.glob("*.py"):
        imported = {line.split()[1] for line in file.read_text().splitlines() if line.startswith("from .")}
        rooms = {name for name in imported if name.startswith("..report.") or not name.startswith("..")}
        assert imported - rooms <= allowed, file.name


def test_listening_for_others_needs_a_password():
    with pytest.raises(ValueError, match="--auth"):
        app.serve(None, "0.0.0.0", 7860, [])


def test_examples_are_what_they_are_called():
    opened = {name: Image.open(io.BytesIO(each.make())) for name, each in examples.EXAMPLES.items()}
    assert opened["photograph"].size == opened["copied"].size == opened["altered"].size == (377, 600)
    copied = opened["copied"].convert("RGB")
    assert copied.crop((0, 40, 95, 220)).tobytes() == copied.crop((282, 105, 377, 285)).tobytes()
    signed = receive(examples.EXAMPLES["altered"].make(), "a.jpg").contents.credentials
    assert signed is not None and not signed.trusted
    assert {status.code for status in signed.statuses} & {"assertion.dataHash.mismatch"}
    assert "algorithmicMedia" in examples.EXAMPLES["network"].make().decode("latin-1")
    page = examples.examples_html()
    assert all(f'data-example="{name}"' in page for name in examples.EXAMPLES)


def test_one_click_examines_an_example():
    house, desk = House(Investigator(explain=False, perceive=False, detectors=["noise"])), Desk()
    *_, last = example(house, "photograph", desk)
    assert desk.conversation is not None and desk.conversation.record.exhibit.name == "photograph.jpg" and not last.busy
    *_, last = example(house, "../secret", desk)
    assert len(desk.kept) == 1 and not last.busy


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "label", "said"),
    [
        ("photograph", "inconclusive", "No sign of generation"),
        ("copied", "inconclusive", "leans to altered"),
        ("altered", "inconclusive", "no longer fit the file"),
        ("network", "synthetic", "traces of a generative model"),
    ],
)
def test_the_verdicts_on_the_examples(name, label, said):
    made = examples.EXAMPLES[name]
    record = Investigator(explain=False, perceive=False).examine(made.make(), made.file).examination
    assert record.verdict.label == label and said in record.verdict.headline
    places = [item for item in record.evidence if item.source == "clones" and item.region]
    assert bool(places) == (name == "copied")
