"""A case on the page: what is written into it, who may see it, and that it is found again."""

import zipfile
from pathlib import Path

import pytest
from PIL import Image
from telltale.agent.app import case_steps
from telltale.agent.app.answer_maps import NOT_KEPT
from telltale.agent.app.desk import Desk, nobody
from telltale.agent.app.house import House
from telltale.agent.app.page_cases import Cases
from telltale.agent.app.page_report import made, made_of_case
from telltale.agent.app.turns import opened, respond
from telltale.agent.casebook import Casebook, CasebookError, Reply
from telltale.agent.evidence import Region, Statement
from telltale.agent.investigator import Investigator

from tests.conftest import encode

NAMES = {"reference": "AZ 1", "examiner": "weber", "reviewer": "klein"}


@pytest.fixture(scope="module")
def investigator():
    return Investigator(explain=False, perceive=False, detectors=["noise"])


@pytest.fixture
def place(tmp_path):
    return str(tmp_path / "cases.db")


@pytest.fixture
def house(investigator, place):
    with_cases = House(investigator, cases=Cases(place))
    yield with_cases
    with_cases.cases.close()


@pytest.fixture
def picture(tmp_path, astronaut):
    file = tmp_path / "a.png"
    file.write_bytes(encode(astronaut.resize((256, 256))))
    return file


class Talk:
    """A conversation with one answer."""

    def __init__(self, record):
        self.record = record
        self.bench = type("Bench", (), {"evidence": list(record.evidence)})()

    def compares(self, question):
        return False

    def ask(self, question, other=None, box=None):
        yield Statement(text="Because <b>.", cites=(), grounding=1.0, written_by="template")


def begun(house, user=None, keep_visit=False, desk=None):
    desk = desk or Desk(user=user)
    case_steps.begin(house, desk, "Parcel <4711>", **NAMES, keep_visit=keep_visit)
    return desk


def test_nothing_is_kept_without_a_case(house, picture, place):
    list(respond(house, "", [str(picture)], Desk()))
    assert not Path(place).exists() and house.cases.visible(None) == []


def test_what_is_done_is_written_into_the_case_and_found_again(house, picture, place):
    desk = begun(house)
    list(respond(house, "", [str(picture)], desk))
    desk.conversation = Talk(desk.conversation.record)
    *_, last = respond(house, "Why?", [], desk)
    assert "Parcel &lt;4711&gt;" in last.case and "1 question" in last.case and "question.answered" in last.log
    desk.marked = Region(x=1, y=2, w=30, h=40)
    case_steps.keep_part(house, desk, "the <crack>")
    case_steps.write_note(house, desk, "A note.", about_picture=True)
    case_steps.assign(house, desk, "", "meyer")
    with Casebook.open(place) as casebook:
        (exhibit,) = casebook.exhibits(desk.case)
        assert casebook.data(exhibit) == picture.read_bytes() and len(casebook.examinations(exhibit)) == 1
        assert [turn.question for turn in casebook.turns(exhibit)] == ["Why?"]
        assert casebook.boxes(exhibit)[0].text == "the <crack>" and casebook.notes(exhibit)[0].text == "A note."
        assert (casebook.case(desk.case).examiner, casebook.case(desk.case).reviewer) == ("", "meyer")
    other = Desk()
    shown = case_steps.enter(house, other, desk.case)
    assert [each["content"] for each in other.history if each["role"] == "user"] == ["Picture: a.png", "Why?"]
    assert "the &lt;crack&gt;" in shown.case and exhibit.sha256 in shown.pictures
    *_, again = opened(house, exhibit.sha256, other)
    assert exhibit.sha256 in again.verdict and "No alteration was found" in case_steps.verified(house, other)
    page = made(house, other, ending=".html", pages="one", language="en").read_text(encoding="utf-8")
    assert "meyer" not in page and "AZ 1" in page  # the report bears the names of the case; it has no examiner now
    full = made(house, other, ending=".html", pages="full", language="en").read_text(encoding="utf-8")
    assert "meyer" in full and "question.answered" in full  # the reviewer signs, and the case's log is there
    assert [entry.action for entry in house.cases.of(other).casebook.log(desk.case)][-2:] == ["reports.written"] * 2
    archive, told = made_of_case(house, other, ending=".html", pages="one", language="en")
    assert zipfile.ZipFile(archive).namelist() == ["exhibit-1.html", "index.html"] and "Reports: 1." in told
    other.kept.clear()
    *_, again = opened(house, exhibit.sha256, other)  # what is no longer on the desk comes from the case
    assert exhibit.sha256 in again.verdict and len(house.cases.of(other).casebook.examinations(exhibit)) == 1
    list(respond(house, "", [str(picture)], other))  # the same file is the same exhibit
    assert len(house.cases.of(other).casebook.exhibits(desk.case)) == 1
    assert "not kept" not in other.history[-1]["content"]
    assert "Parcel" not in str(case_steps.leave(house, other)) and other.kept == {} and other.case is None


def test_the_pictures_of_a_visit_can_be_taken_into_a_new_case(house, picture):
    desk = Desk()
    list(respond(house, "", [str(picture)], desk))
    begun(house, keep_visit=True, desk=desk)
    assert [each.record.exhibit.name for each in desk.kept.values()] == ["a.png"]
    assert len(house.cases.of(desk).casebook.examinations(desk.case)) == 1


def test_what_was_asked_in_a_visit_is_taken_into_a_new_case_with_its_pictures(house, picture):
    desk = Desk()
    list(respond(house, "", [str(picture)], desk))
    desk.conversation = Talk(desk.conversation.record)
    list(respond(house, "Why?", [], desk))
    begun(house, keep_visit=True, desk=desk)
    assert [turn.question for turn in house.cases.of(desk).casebook.turns(desk.case)] == ["Why?"]
    asked, said = [each["content"] for each in desk.history if "Why" in str(each) or each.get("metadata")]
    assert asked == "Why?" and said.startswith("Because")
    (layers,) = {layer["name"]: layer for layer in desk.data["layers"] if layer["kind"] in ("map", "quiet")}.values()
    assert house.served.opened(layers["url"]).mode == "RGBA"  # a map that is not kept is measured again


def test_what_another_device_writes_is_there_when_the_page_is_loaded_again(house, picture, tmp_path, astronaut):
    desk, other, second = begun(house), Desk(), tmp_path / "b.png"
    list(respond(house, "", [str(picture)], desk))
    case_steps.enter(house, other, desk.case)
    assert case_steps.caught_up(house, desk) is None  # nothing is new
    second.write_bytes(encode(astronaut.resize((128, 128))))
    list(respond(house, "", [str(second)], other))
    assert case_steps.caught_up(house, other) is None
    other.conversation = Talk(other.conversation.record)
    list(respond(house, "Why?", [], other))
    shown = case_steps.caught_up(house, desk)
    assert {"content": "Why?", "role": "user"} in shown.chat and len(desk.kept) == 2
    assert desk.shown.record.exhibit.name == "a.png"  # the picture that was shown still is
    desk.begin("in work", [])
    case_steps.write_note(house, other, "A note.", about_picture=False)
    assert case_steps.caught_up(house, desk) is None  # what is in work is not disturbed


def test_the_map_of_an_answer_is_there_on_another_device(house, picture):
    desk, other = begun(house), Desk()
    list(respond(house, "", [str(picture)], desk))
    list(respond(house, "Show the noise map.", [], desk))
    (drawn,) = [Path(each["content"]["path"]) for each in desk.history if isinstance(each["content"], dict)]
    case = house.cases.of(desk)
    (exhibit,) = case.casebook.exhibits(case.id)
    reply = Reply(statements=(), maps=("comparison",))
    case.casebook.record_turn(exhibit, "Is it a copy of this one?", reply)
    case_steps.enter(house, other, desk.case)
    assert any(each["content"] == NOT_KEPT(name="comparison") for each in other.history)
    (shown,) = [each for each in other.history if not isinstance(each["content"], str)]
    assert shown["metadata"] == {"id": exhibit.sha256} and "measured again" in shown["content"].value
    address = shown["content"].value.partition('src="')[2].partition('"')[0]
    assert house.served.opened(address).tobytes() == Image.open(drawn).tobytes()  # the very same picture


def test_an_exhibit_that_was_not_examined_is_examined_when_it_is_opened(house, picture):
    desk = begun(house)
    exhibit = house.cases.of(desk).add(picture.read_bytes(), "../odd\\a.png", "0" * 64)
    *_, last = opened(house, exhibit.sha256, desk)
    assert exhibit.sha256 in last.case and desk.kept[exhibit.sha256].record.verdict.label


def test_a_case_is_seen_by_whoever_opened_it_and_by_its_examiner_and_reviewer_alone(house):
    case = begun(house, "meyer").case
    for user in ("meyer", "weber", "klein", None):
        assert [one.id for one in house.cases.visible(user)] == [case]
        assert house.cases.open(case, user).id == case
    for user in ("mallory", "", "Weber"):
        assert house.cases.visible(user) == []
        with pytest.raises(CasebookError, match="not yours"):
            house.cases.open(case, user)
    with pytest.raises(CasebookError):  # a page that is not loaded yet has no visitor
        begun(house, desk=nobody())
    nameless = house.cases.begin("Without names", "meyer", reference="", examiner="", reviewer="").id
    assert nameless not in [one.id for one in house.cases.visible("")]
    desk = Desk(user="klein")
    case_steps.enter(house, desk, case)
    case_steps.assign(house, Desk(user="meyer", case=case), "weber", "")
    with pytest.raises(CasebookError, match="not yours"):  # who is the reviewer no longer is out at once
        case_steps.write_note(house, desk, "x", about_picture=False)


def test_a_desk_is_not_given_to_another_user(house):
    name, desk = house.desks.of(None, "weber")
    assert house.desks.of(name, "weber")[1] is desk
    assert house.desks.of(name, "klein")[1] is not desk and house.desks.of(name, None)[1] is not desk


def test_what_can_not_be_done_says_why(house):
    desk = Desk()
    for step in (
        lambda: case_steps.write_note(house, desk, "x", about_picture=False),
        lambda: case_steps.verified(house, desk),
        lambda: made_of_case(house, desk, ending=".html", pages="one", language="en"),
        lambda: case_steps.keep_part(house, desk, ""),
    ):
        with pytest.raises(CasebookError, match="No case is open"):
            step()
    begun(house, desk=desk)
    with pytest.raises(CasebookError, match="No picture of the case"):
        case_steps.keep_part(house, desk, "")
    desk.begin("in work", [])
    with pytest.raises(ValueError, match="in work"):
        case_steps.leave(house, desk)


def test_an_altered_casebook_is_told(house, place, picture):
    import sqlite3

    desk = begun(house)
    list(respond(house, "", [str(picture)], desk))
    with sqlite3.connect(place) as database:
        database.execute("UPDATE exhibits SET name = 'b.png'")
    assert "altered" in case_steps.verified(house, desk)
