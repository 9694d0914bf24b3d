"""What people say of exhibits: truths, judgements and challenges are read from the log, and go with their exhibit."""

import csv
import io
import shutil
import sqlite3

import pytest
from telltale.agent.casebook import Casebook, CasebookError
from telltale.agent.casebook.case_people import (
    about,
    challenges,
    enter_challenge,
    judge,
    judgements,
    reports_written,
    state_truth,
    truths,
)
from telltale.agent.casebook.people_results import HEADER, csv_text, judgement_rows, results

from .made import examination_of

FORMULA = '=HYPERLINK("http://example.invalid")'


@pytest.fixture(scope="module")
def judged_once(tmp_path_factory):
    """The folder of a casebook with four pictures, of which two were examined and all judged by one person."""
    folder = tmp_path_factory.mktemp("judged")
    with Casebook.open(str(folder / "casebook.db"), actor="Ann") as casebook:
        case = casebook.new_case("a set").id
        for number, label in ((1, "synthetic"), (2, "inconclusive"), (3, None), (4, None)):
            exhibit = casebook.add_exhibit(case, f"{number}".encode(), f"{number}.jpg")
            if label:
                casebook.record_examination(exhibit, examination_of(f"{number}".encode(), label))
        for number, truth in ((1, "real"), (2, "synthetic"), (3, "tampered")):
            state_truth(casebook, f"{case}/{number}", truth)
        for number, label, confidence, seconds in (
            (1, "real", 90, 4.0),
            (2, "real", 60, 8.25),
            (3, "inconclusive", 50, 2.0),
            (4, "real", 70, 3.0),
        ):
            judge(casebook, f"{case}/{number}", "Ann", label, confidence=confidence, seconds=seconds)
    return folder


@pytest.fixture
def judged(judged_once, tmp_path):
    """A copy of it, open, and the id of its case."""
    shutil.copytree(judged_once, tmp_path / "own")
    with Casebook.open(str(tmp_path / "own" / "casebook.db")) as casebook:
        yield casebook, casebook.cases()[0].id


def test_people_are_counted_beside_the_verdicts_on_the_same_pictures(judged):
    casebook, case = judged
    (ann,) = results(casebook, case)
    assert (ann.person, ann.judged, ann.seconds) == ("Ann", 4, 3.5)
    assert (ann.own.right, ann.own.wrong, ann.own.none, ann.own.all) == (1, 1, 1, 3)  # the truth of one is not known
    assert (ann.model.right, ann.model.wrong, ann.model.none) == (0, 1, 1)  # one of the three was not examined
    assert (ann.sure_when_right, ann.sure_when_wrong) == (90, 60)


def test_only_the_first_judgement_of_a_person_counts(judged):
    casebook, case = judged
    with pytest.raises(CasebookError, match="only the first"):
        judge(casebook, f"{case}/1", " Ann ", "synthetic", confidence=1, seconds=1)
    judge(casebook, f"{case}/1", "Bert", "synthetic", confidence=100, seconds=1)
    assert [one.person for one in results(casebook, case)] == ["Ann", "Bert"]
    with pytest.raises(CasebookError, match="person"):
        judge(casebook, f"{case}/1", " ", "real", confidence=1, seconds=1)
    with pytest.raises(CasebookError, match="confidence"):
        judge(casebook, f"{case}/1", "Carl", "real", confidence=101, seconds=1)


def test_the_last_word_on_a_truth_counts_and_that_of_a_wrong_verdict_is_one(judged):
    casebook, case = judged
    state_truth(casebook, f"{case}/3", "real")
    casebook.mark_wrong(f"{case}/2", "tampered")
    assert truths(casebook, case) == {1: "real", 2: "tampered", 3: "real"}


def test_a_table_holds_no_formula(judged):
    casebook, case = judged
    judge(casebook, f"{case}/3", FORMULA, "real", confidence=5, seconds=1)
    rows = list(csv.reader(io.StringIO(csv_text(HEADER, judgement_rows(casebook, case)))))
    assert rows[0] == list(HEADER) and len(rows) == 6
    assert rows[2][3:6] == ["real", "60", "8.2"] and rows[2][7:] == ["synthetic", "inconclusive"]
    assert rows[5][2] == f"'{FORMULA}"
    for cell in ("=1+1", "+1a", "-a", "@a", "\t=1", " =1", "\tabc"):
        assert csv_text(("a",), [(cell,)]) == f"a\r\n'{cell}\r\n"
    assert csv_text(("a",), [("-1.5",)]) == "a\r\n-1.5\r\n"


def test_a_challenge_fools_only_with_a_wrong_label(judged):
    casebook, case = judged
    first = enter_challenge(casebook, f"{case}/1", "real", licence="CC0-1.0", credit="Ann")
    second = enter_challenge(casebook, f"{case}/2", "synthetic", licence="CC0-1.0", made_with="a model")
    assert first.fooled and not second.fooled
    assert [one.exhibit.number for one in challenges(casebook)] == [1, 2] and challenges(casebook, case) == [
        first,
        second,
    ]
    with pytest.raises(CasebookError, match="licence"):
        enter_challenge(casebook, f"{case}/1", "real", licence=" ")
    with pytest.raises(CasebookError, match="not examined"):
        enter_challenge(casebook, f"{case}/3", "real", licence="CC0-1.0")


def test_what_was_said_goes_with_the_exhibit_and_the_case_can_be_verified_and_sent(judged, tmp_path):
    casebook, case = judged
    enter_challenge(casebook, f"{case}/1", "real", licence="CC0-1.0")
    reports_written(casebook, case, [(1, "a" * 64)])
    casebook.delete(f"{case}/2")
    assert 2 not in truths(casebook, case) and [one.exhibit for one in judgements(casebook, case)] == [1, 3, 4]
    assert not casebook.verify().findings
    casebook.export_case(case, tmp_path / "case.zip")
    with Casebook.open(str(tmp_path / "other.db")) as other:
        assert other.import_case(tmp_path / "case.zip").id == case
        assert judgements(other, case) == judgements(casebook, case) and len(challenges(other)) == 1
        assert not other.verify().findings


def test_a_judgement_that_was_altered_is_found(judged):
    casebook, case = judged
    connection = sqlite3.connect(casebook.place.file)
    connection.execute(
        'UPDATE log SET payload = replace(payload, \'"label":"real"\', \'"label":"tampered"\') '
        "WHERE action = 'judgement.given'"
    )
    connection.commit()
    connection.close()
    assert {one.case_id for one in casebook.verify().findings} == {case}


def test_an_entry_is_about_its_exhibit_or_about_the_case(judged):
    casebook, case = judged
    assert [about(entry) for entry in casebook.log(case)][:4] == [None, 1, 1, 2]
