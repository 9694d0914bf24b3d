"""The page on a full disk, without its casebook, with a model's server that lies, and with a clock that jumps.

Each fault ends in one sentence; what was acknowledged before it is there, and the page goes on when it is over.
"""

import shutil
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image
from telltale.agent.app import case_steps, case_tab, page_report
from telltale.agent.app.desk import Desk
from telltale.agent.app.house import House, reason_of
from telltale.agent.app.page_cases import Cases, OpenCase
from telltale.agent.app.page_wiring import Wiring
from telltale.agent.app.served_files import ServedFiles
from telltale.agent.app.turns import opened, respond
from telltale.agent.casebook import CasebookError
from telltale.agent.evidence import Region, Statement
from telltale.agent.investigator import Investigator
from telltale.agent.reasoning.dialogue.conversation import Drawn

from tests.conftest import encode

NAMES = {"reference": "AZ 1", "examiner": "weber", "reviewer": "klein"}
REPORT = {"ending": ".html", "pages": "one", "language": "en"}


class Talk:
    """A conversation with one answer, which may show a map."""

    def __init__(self, record, shows=False):
        self.record, self.shows = record, shows
        self.bench = SimpleNamespace(evidence=list(record.evidence))

    def compares(self, question):
        return False

    def ask(self, question, other=None, box=None):
        yield Statement(text="Because.", cites=(), grounding=1.0, written_by="template")
        if self.shows:
            yield Drawn(name="noise", picture=Image.new("RGB", (64, 64)))


class Visit:
    """A visitor with a case open, in which a picture, a question and a note are acknowledged."""

    def __init__(self, investigator, place, picture):
        self.house, self.desk, self.place = House(investigator, cases=Cases(str(place))), Desk(), place
        case_steps.begin(self.house, self.desk, "Parcel", **NAMES, keep_visit=False)
        self.say("", picture)
        self.desk.conversation = Talk(self.desk.conversation.record)
        self.note("kept")

    def say(self, text, *files):
        """What the page answers to a message; always one entry of the chat."""
        *_, last = respond(self.house, text, [str(file) for file in files], self.desk)
        assert not last.busy
        return last.chat[-1]["content"]

    def note(self, text):
        return case_steps.write_note(self.house, self.desk, text, about_picture=False)

    def open(self, sha256):
        *_, last = opened(self.house, sha256, self.desk)
        return last.chat[-1]["content"]

    def deeds(self):
        """Each way to write into the case, or to read it, as the buttons of the page do it."""
        self.desk.marked = Region(x=1, y=1, w=9, h=9)
        return {
            "note": lambda: self.note("x" * 15_000),
            "part": lambda: case_steps.keep_part(self.house, self.desk, "y" * 1_900),
            "roles": lambda: case_steps.assign(self.house, self.desk, "q" * 400, "z" * 400),
            "report": lambda: page_report.made(self.house, self.desk, **REPORT),
            "reports": lambda: page_report.made_of_case(self.house, self.desk, **REPORT),
        }

    @property
    def log(self):
        """What the casebook holds: notes, questions and exhibits."""
        case = self.house.cases.of(self.desk)
        notes = [note.text for note in case.casebook.notes(case.id)]
        return notes, [turn.question for turn in case.casebook.turns(case.id)], len(case.casebook.exhibits(case.id))


@pytest.fixture(scope="module")
def investigator():
    return Investigator(explain=False, perceive=False, detectors=["noise"])


@pytest.fixture
def uploads(tmp_path, monkeypatch):
    (tmp_path / "uploads").mkdir()
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "uploads"))
    return tmp_path / "uploads"


@pytest.fixture
def pictures(tmp_path, astronaut):
    files = [tmp_path / "a.png", tmp_path / "b.png"]
    for n, file in enumerate(files):
        file.write_bytes(encode(astronaut.crop((60 * n, 0, 60 * n + 256, 256))))
    return files


@pytest.fixture
def visit(investigator, tmp_path, uploads, pictures):
    visit = Visit(investigator, tmp_path / "cases.db", pictures[0])
    yield visit
    visit.house.cases.close()


def one_sentence(work):
    """What a deed that fails tells."""
    with pytest.raises((ValueError, OSError)) as told:
        work()
    said = reason_of(told.value)
    assert "\n" not in said and "Errno" not in said and "Traceback" not in said
    return said


def test_a_full_disk_costs_the_case_nothing_that_was_acknowledged(visit, pictures, tmp_path, room):
    before = visit.log
    most = max(file.stat().st_size for file in tmp_path.glob("cases.db*"))
    with room(most):
        answer = visit.say("Why?")
        assert answer.startswith("Because.\nThis answer could not be written into the case: ")
        assert str(visit.place) in answer
        for name, deed in visit.deeds().items():
            assert "room" in one_sentence(deed), name
        assert "room" in visit.say("", pictures[1])
        assert visit.log == before and visit.desk.conversation is not None
    assert visit.note("after") == case_steps.WRITTEN()
    assert visit.say("", pictures[1]).startswith("“b.png”")
    notes, questions, exhibits = visit.log
    assert (notes, questions, exhibits) == (["kept", "after"], [], 2)
    assert not visit.house.cases.of(visit.desk).casebook.verify().findings


def test_a_report_that_can_not_be_written_is_not_called_unexamined(visit, room):
    with room(3_000):
        said = one_sentence(lambda: page_report.made_of_case(visit.house, visit.desk, **REPORT))
    assert "room" in said and "No picture of the case was examined" not in said


def test_a_verdict_stands_if_only_its_pictures_can_not_be_written(visit, pictures, uploads, monkeypatch):
    def refuse(self, picture):
        raise OSError(28, "No space left on device", str(uploads / "x.png"))

    with monkeypatch.context() as patched:
        patched.setattr(ServedFiles, "written", refuse)
        verdict, said = visit.say("", pictures[1]).split("\n")
        assert verdict.startswith("“b.png”: INCONCLUSIVE")
        assert said.endswith("not complete: no space left on device; make room, and try again")
        visit.desk.conversation = Talk(visit.desk.conversation.record, shows=True)
        words, said = visit.say("Where?").split("\n")
        assert words == "Because." and "can't be shown: no space left on device" in said
        first, second = visit.desk.kept
        assert "no space left" in visit.open(first)
    assert visit.log[1:] == (["Where?"], 2)
    assert "is shown again" in visit.open(second)


def test_an_exhibit_that_finds_no_room_beside_the_page_is_not_called_gone(visit, uploads):
    (sha256,) = visit.desk.kept
    visit.desk.kept.clear()
    case = visit.house.cases.of(visit.desk)
    case.casebook.add_exhibit(case.id, encode(Image.new("RGB", (80, 80), "red")), "red.png")
    red = next(one.sha256 for one in case.casebook.exhibits(case.id) if one.sha256 != sha256)
    shutil.rmtree(uploads)
    uploads.touch()  # stands for a disk on which no folder can be made
    assert visit.open(red).startswith("This picture can't be opened: ")


def test_a_new_case_that_can_not_take_the_visit_leaves_the_visit_as_it_is(visit, tmp_path, pictures, room):
    house, desk = visit.house, Desk()
    list(respond(house, "", [str(pictures[1])], desk))
    before = list(desk.history)
    most = max(file.stat().st_size for file in tmp_path.glob("cases.db*"))
    with room(most + 30_000):
        said = one_sentence(lambda: case_steps.begin(house, desk, "Visit", **NAMES, keep_visit=True))
    case = house.cases.visible(None)[0]
    assert case.title == "Visit" and case.id in said and "still here" in said
    assert desk.case is None and desk.history == before and len(desk.kept) == 1


@pytest.mark.parametrize("by", [None, "an older copy"])
def test_a_casebook_that_is_gone_acknowledges_nothing_and_the_page_goes_on(visit, pictures, tmp_path, by):
    before, (sha256,) = visit.log, visit.desk.kept
    visit.house.cases.close()
    shutil.copy(visit.place, tmp_path / "kept.db")
    assert visit.log == before  # opens it again
    if by is None:
        Path(visit.place).unlink()
    else:
        Path(shutil.copy(tmp_path / "kept.db", tmp_path / "older.db")).replace(visit.place)
    for name, deed in visit.deeds().items():
        assert "put the file back" in one_sentence(deed), name
    assert visit.say("Why?").startswith("This question can't be answered: ")
    assert visit.say("", pictures[1]).startswith("This picture can't be examined: ")
    assert visit.open(sha256).startswith("This picture can't be opened: ") and "put the file back" in visit.open(sha256)
    wiring = Wiring(visit.house, None, [], lambda shown, desk: [])
    assert case_tab.choices(wiring, visit.desk).choices == [(case_tab.NONE_OPEN(), "")]
    assert case_tab.on_arrival(wiring, Desk(), visit.desk.case) is None
    visit.house.cases.close()
    shutil.copy(tmp_path / "kept.db", visit.place)
    assert visit.log == before and visit.note("after") == case_steps.WRITTEN()


@pytest.mark.parametrize("deed", ["fails", "hangs", "garbage"])
def test_a_server_that_lies_costs_one_sentence_and_the_next_picture_nothing(deed, pictures, uploads, monkeypatch):
    pytest.importorskip("langchain_openai")
    from telltale.agent.perception import bounded_replies

    monkeypatch.setattr(bounded_replies, "SECONDS", 0.3)
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)
    monkeypatch.setattr("openai._base_client.MAX_RETRY_DELAY", 0.01)

    class Lying(BaseHTTPRequestHandler):
        def log_message(self, *given):
            pass

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            if deed == "hangs":
                threading.Event().wait(2)
                return
            self.send_response(500 if deed == "fails" else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(b"\x00{")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Lying)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    name = f"openai:http://127.0.0.1:{server.server_port}/v1#m"
    try:
        looking = House(Investigator(name, detectors=["noise"])), Desk()
        *_, last = respond(looking[0], "", [str(pictures[0])], looking[1])
        assert last.chat[-1]["content"].startswith("This picture can't be examined: http://127.0.0.1")
        assert "\n" not in last.chat[-1]["content"] and not last.busy
        writing = House(Investigator(name, detectors=["noise"], perceive=False)), Desk()
        *_, last = respond(writing[0], "", [str(pictures[1])], writing[1])
        assert last.chat[-1]["content"].startswith("“b.png”: INCONCLUSIVE")
        explanation = writing[1].conversation.record.explanation
        assert {each.written_by for each in explanation.statements} == {"template"}
    finally:
        server.shutdown()


def test_a_clock_that_jumps_back_costs_the_page_nothing(visit, pictures, monkeypatch):
    from telltale.agent.app import desk as desk_module
    from telltale.agent.casebook import case_writer

    class Earlier:
        @staticmethod
        def now(zone):
            return datetime.now(UTC) - timedelta(days=400)

    monkeypatch.setattr("time.time", lambda: 0.0)
    monkeypatch.setattr(case_writer, "datetime", Earlier)
    monkeypatch.setattr(desk_module, "datetime", Earlier)
    assert visit.say("", pictures[1]).startswith("“b.png”: INCONCLUSIVE")
    visit.note("earlier")
    notes, _, exhibits = visit.log
    assert notes == ["kept", "earlier"] and exhibits == 2
    found = visit.house.cases.of(visit.desk).casebook.verify()
    assert not found.findings and len(found.remarks) == 1


def test_an_examination_that_can_not_be_recorded_is_told_beside_its_verdict(visit, pictures, monkeypatch):
    def refuse(self, exhibit, record):
        raise CasebookError("cases.db: the casebook can't be used (database or disk is full)")

    monkeypatch.setattr(OpenCase, "record", refuse)
    verdict, said = visit.say("", pictures[1]).split("\n")
    assert verdict.startswith("“b.png”: INCONCLUSIVE")
    assert said.startswith("This examination could not be written into the case: cases.db")
    assert visit.log == (["kept"], [], 2)
