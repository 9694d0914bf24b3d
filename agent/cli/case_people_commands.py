"""What people say of exhibits, in `telltale case`: what a picture is, how people judge, and what may fool Telltale."""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, Commands, fail, note
from .case_options import TRUTHS, add_case, add_case_command, add_exhibit, add_new_folder

if TYPE_CHECKING:
    from ..casebook import Casebook
    from ..casebook.people_results import Score


def add(actions: Commands) -> None:
    """Declare the commands."""
    truth = add_case_command(
        actions,
        "truth",
        "say what a picture is, so that judgements on it can be counted as right or wrong",
        (("telltale case truth 20260131-k3fq7a/1 real", "say that the picture is a photograph as it was taken"),),
        _truth,
    )
    add_exhibit(truth)
    truth.add_argument("truth", choices=TRUTHS, help="what the picture is")
    check = add_case_command(
        actions,
        "check-set",
        "add pictures whose truth is known, for people to judge",
        (
            (
                "telltale case check-set 20260131-k3fq7a set/manifest.csv",
                "add the pictures of a set, each with its truth",
            ),
        ),
        _check_set,
    )
    add_case(check)
    check.add_argument(
        "set", type=Path, metavar="SET", help="a set as `telltale eval csv` reads it: a manifest, or a folder real/fake"
    )
    told = add_case_command(
        actions,
        "judgements",
        "print how people judged the pictures of a case, beside Telltale",
        (("telltale case judgements 20260131-k3fq7a --csv people.csv", "print the table, and write each judgement"),),
        _judgements,
    )
    add_case(told)
    told.add_argument("--csv", type=Path, metavar="FILE", help="write a row for each judgement")
    entered = add_case_command(
        actions,
        "challenge",
        "enter a picture that may lead Telltale astray, with its licence",
        (
            (
                "telltale case challenge 20260131-k3fq7a/1 --truth synthetic --licence CC0-1.0",
                "enter an exhibit that may be given away",
            ),
        ),
        _challenge,
    )
    add_exhibit(entered)
    entered.add_argument("--truth", required=True, choices=TRUTHS, help="what the picture is")
    entered.add_argument(
        "--licence", required=True, metavar="TEXT", help="under which it may be given away, such as CC0-1.0"
    )
    entered.add_argument("--credit", default="", metavar="TEXT", help="whom to name")
    entered.add_argument("--made-with", default="", metavar="TEXT", help="with what it was made")
    export = add_case_command(
        actions,
        "export-challenges",
        "write the pictures that were entered, with a manifest and their licences",
        (("telltale case export-challenges --out challenges", "write manifest.csv, licences.csv and the pictures"),),
        _export,
    )
    add_new_folder(export)
    export.add_argument("--fooled", action="store_true", help="only those to which Telltale gave a wrong label")


def _truth(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from ..casebook.case_people import state_truth

    state_truth(casebook, arguments.exhibit, arguments.truth)
    return DONE


def _check_set(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from ...eval.sets.records import read
    from ..casebook.case_people import state_truth
    from ..file_bytes import read_file

    case = casebook.case(arguments.case)
    known = {one.sha256 for one in casebook.exhibits(case.id)}
    added = 0
    for record in read(arguments.set):
        altered = record.content == "altered in a part"
        truth = "real" if record.label == "real" else "tampered" if altered else "synthetic"
        exhibit = casebook.add_exhibit(
            case.id, read_file(record.path), record.path.name, received=f"set {record.place}"
        )
        if exhibit.sha256 in known:
            casebook.delete(exhibit)
            note(f"{record.path.name}: the case has this picture already")
            continue
        known.add(exhibit.sha256)
        state_truth(casebook, exhibit, truth)
        added += 1
    note(f"added {added} pictures to {case.id}; people judge them in the tab Human check of `telltale chat`")
    return DONE if added else FAILED


def _judgements(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from ..casebook.people_results import HEADER, csv_text, judgement_rows, results
    from ..foreign import Foreign

    case = casebook.case(arguments.case)
    found = results(casebook, case.id)
    if not found:
        return fail(f"{case.id}: nobody has judged its pictures; the tab Human check of `telltale chat` asks", FAILED)
    for one in found:
        sure = [
            f"{words} {value:.0f}%"
            for words, value in (("when right", one.sure_when_right), ("when wrong", one.sure_when_wrong))
            if value is not None
        ]
        confidence = f"; sure {', '.join(sure)}" if sure else ""
        print(f"{Foreign(one.person)}: judged {one.judged}, median {one.seconds:.1f} s{confidence}")
        print(f"  of {one.own.all} with a known truth: {_scored(one.own)}")
        print(f"  Telltale on {one.model.all} of the same: {_scored(one.model)}")
    if arguments.csv:
        with arguments.csv.open("x", newline="", encoding="utf-8") as file:
            file.write(csv_text(HEADER, judgement_rows(casebook, case.id)))
        note(f"wrote {arguments.csv}")
    return DONE


def _scored(score: Score) -> str:
    return f"right {score.right}, wrong {score.wrong}, no label {score.none}"


def _challenge(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from ..casebook.case_people import enter_challenge

    given = {"licence": arguments.licence, "credit": arguments.credit, "made_with": arguments.made_with}
    one = enter_challenge(casebook, arguments.exhibit, arguments.truth, **given)
    outcome = "a wrong label: it fooled Telltale" if one.fooled else "no wrong label"
    print(f"{one.exhibit.address}: {one.label}, {outcome}")
    return DONE


def _export(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from ...eval.sets import manifest
    from ..casebook.case_people import challenges, pictures_left
    from ..casebook.people_results import csv_text
    from .case_errors import manifest_row, new_folder

    folder = new_folder(arguments.out)
    entered = [one for one in challenges(casebook, arguments.case) if one.fooled or not arguments.fooled]
    if not entered:
        return fail("there is no such picture, so nothing was written", FAILED)
    (folder / "pictures").mkdir(parents=True)
    rows, licences, numbers = [], [], defaultdict(list)
    for one in entered:
        row = manifest_row(casebook, one.exhibit, one.truth, folder)
        rows.append(row)
        told = (one.licence, one.credit, one.made_with, one.truth, one.label, "yes" if one.fooled else "no")
        licences.append((row[0], one.exhibit.sha256, *told))
        numbers[one.exhibit.case_id].append(one.exhibit.number)
    for case_id, exhibits in numbers.items():
        pictures_left(casebook, case_id, exhibits)
    manifest.write(folder / "manifest.csv", rows)
    header = ("path", "sha256", "licence", "credit", "made with", "truth", "verdict", "fooled")
    (folder / "licences.csv").write_text(csv_text(header, licences), encoding="utf-8", newline="")
    note(f"wrote {folder / 'manifest.csv'} and {folder / 'licences.csv'} with {len({row[0] for row in rows})} pictures")
    return DONE
