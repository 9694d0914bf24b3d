"""Processes that write at once make one log, and a process that is killed loses nothing that it acknowledged."""

import os
import subprocess
import sys

import pytest
from telltale.agent.casebook import Casebook

# Imported once and forked, so that a process is killed while it writes and not while it starts.
WRITERS = """
import os, sys
from telltale.agent.casebook import Casebook
url, count = sys.argv[1], int(sys.argv[2])
for number in range(3):
    if os.fork() == 0:
        with Casebook.open(url, actor=f"writer {number}") as casebook:
            case = casebook.new_case(f"of {number}")
            for entry in range(count):
                casebook.write_note(case.id, f"{number} {entry}")
                if entry % 5 == 0:
                    casebook.add_exhibit(case.id, b"the same bytes", "a.jpg")
        os._exit(0)
failed = [os.wait()[1] for _ in range(3)]
sys.exit(any(failed))
"""
KILLED = """
import os, random, select, signal, sys, time
from telltale.agent.casebook import Casebook
random.seed(int(sys.argv[2]))
for turn in range(int(sys.argv[3])):
    url = f"{sys.argv[1]}/new-{turn}.db" if turn % 5 == 4 else f"{sys.argv[1]}/casebook.db"
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        casebook = Casebook.open(url, actor="killed")
        case = casebook.cases()[0] if casebook.cases() else casebook.new_case("a case")
        for number in range(1000):
            if number % 6 == 5:
                casebook.delete(casebook.add_exhibit(case.id, os.urandom(9), "gone.jpg"))
            if number % 3 == 2:
                exhibit = casebook.add_exhibit(case.id, b"%d %d" % (turn, number), "a.jpg")
                os.write(writes, f"exhibit {url} {exhibit.address}\\n".encode())
            else:
                note = casebook.write_note(case.id, f"{turn} {number}")
                os.write(writes, f"note {url} {case.id} {note.number}\\n".encode())
        os._exit(1)
    os.close(writes)
    if turn % 5 != 4:
        select.select([reads], [], [], 60)  # until it writes; a new casebook is also killed while it is made
    time.sleep(random.uniform(0, 0.1))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reads) as stream:
        sys.stdout.write(stream.read())
"""


def run(script: str, *arguments: str) -> str:
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_processes_that_write_at_once_make_one_log(url):
    run(WRITERS, url, "6")
    with Casebook.open(url, create=False) as casebook:
        found = casebook.verify()
        assert not found.findings and not found.remarks
        assert found.entries == 3 * (1 + 6 + 2) and found.documents == 1
        assert {case.title for case in casebook.cases()} == {"of 0", "of 1", "of 2"}
        for case in casebook.cases():
            assert len(casebook.notes(case.id)) == 6 and len(casebook.exhibits(case.id)) == 2


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_no_acknowledged_entry_is_lost_when_the_process_is_killed(tmp_path):
    lines = [line.split() for line in run(KILLED, str(tmp_path), "1", "22").splitlines()]
    assert len(lines) > 15
    for file in sorted(tmp_path.glob("*.db")):
        with Casebook.open(str(file)) as casebook:
            found = casebook.verify()
            assert not found.findings, file
            assert not [entry for entry in casebook.log() if entry.action == "head.noted"]
            there = {
                ("note", note.case_id, str(note.number))
                for case in casebook.cases()
                for note in casebook.notes(case.id)
            }
            there |= {("exhibit", one.address) for case in casebook.cases() for one in casebook.exhibits(case.id)}
            assert {(kind, *rest) for kind, place, *rest in lines if place == str(file)} <= there
            casebook.new_case("goes on")


def test_threads_of_one_process_make_one_log(sqlite):
    from concurrent.futures import ThreadPoolExecutor

    with Casebook.open(sqlite) as casebook, ThreadPoolExecutor(4) as pool:
        case = casebook.new_case("a case")
        list(pool.map(lambda number: casebook.write_note(case.id, str(number), by=f"thread {number}"), range(20)))
        assert {note.text for note in casebook.notes(case.id)} == {str(number) for number in range(20)}
        assert not casebook.verify().findings
