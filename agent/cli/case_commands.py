"""`telltale case`: cases with their exhibits, notes and marks, and the log that shows that nothing was altered."""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, Commands, add_command, note, print_json
from . import case_people_commands, case_pictures, case_report
from .case_options import TRUTHS, add_about, add_case, add_case_command, add_exhibit, add_new_folder, region_of

if TYPE_CHECKING:
    from ..casebook import Casebook

_GROUP_EXAMPLES = (
    ('telltale case new "Parcel 4711"', "open a case, and print its id"),
    ("telltale case verify", "check that nothing in the casebook was altered"),
)


def add(commands: Commands) -> None:
    """Declare the commands."""
    group = add_command(commands, "case", "keep cases: exhibits, examinations, notes, and a log", _GROUP_EXAMPLES)
    actions = group.add_subparsers(title="actions", required=True, metavar="ACTION")
    _add_reading(actions)
    case_pictures.add(actions)
    _add_writing(actions)
    case_report.add(actions)
    case_people_commands.add(actions)
    _add_keeping(actions)


def _add_reading(actions: Commands) -> None:
    new = add_case_command(
        actions,
        "new",
        "open a case, and print its id",
        (('telltale case new "Parcel 4711" --examiner "A. Weber"', "open a case with an examiner"),),
        _new,
        create=True,
    )
    new.add_argument("title", metavar="TITLE", help="what the case is about")
    new.add_argument("--reference", default="", metavar="TEXT", help="its number elsewhere, such as a file number")
    _add_roles(new, "")
    listed = add_case_command(
        actions, "list", "list all cases", (("telltale case list", "print a line for each case"),), _list
    )
    show = add_case_command(
        actions,
        "show",
        "show a case, or one exhibit of it",
        (
            ("telltale case show 20260131-k3fq7a", "show a case with its exhibits, notes and questions"),
            ("telltale case show 20260131-k3fq7a/1 --save copy.jpg", "write the bytes of an exhibit into a file"),
        ),
        _show,
    )
    add_about(show)
    show.add_argument("--examination", action="store_true", help="of an exhibit: print its last examination in full")
    show.add_argument("--save", type=Path, metavar="FILE", help="of an exhibit: write its bytes into this file")
    log = add_case_command(
        actions,
        "log",
        "print the log of a case, or of all",
        (("telltale case log 20260131-k3fq7a", "print who did what and when, with the digest of each entry"),),
        _log,
    )
    log.add_argument("case", nargs="?", metavar="CASE", help="a case, which may have been deleted; by default all")
    for parser in (listed, show, log):
        parser.add_argument("--json", action="store_true", help="print one JSON record per line")


def _add_writing(actions: Commands) -> None:
    written = add_case_command(
        actions,
        "note",
        "write a note on a case or an exhibit",
        (('telltale case note 20260131-k3fq7a/1 "came by e-mail on Monday"', "write a note on an exhibit"),),
        _note,
    )
    add_about(written)
    written.add_argument("text", metavar="TEXT", help="the note")
    box = add_case_command(
        actions,
        "box",
        "mark a part of an exhibit",
        (('telltale case box 20260131-k3fq7a/1 40,30,200,120 "the crack"', "mark a part, with a text"),),
        _box,
    )
    add_exhibit(box)
    box.add_argument("region", metavar="X,Y,W,H", help="the part, in pixels of the upright picture")
    box.add_argument("text", nargs="?", default="", metavar="TEXT", help="what is there")
    assign = add_case_command(
        actions,
        "assign",
        "name the examiner or the reviewer of a case",
        (('telltale case assign 20260131-k3fq7a --reviewer "B. Klein"', "name the reviewer"),),
        _assign,
    )
    add_case(assign)
    _add_roles(assign, None)
    wrong = add_case_command(
        actions,
        "mark-wrong",
        "say that the verdict on an exhibit is wrong",
        (
            ("telltale case mark-wrong 20260131-k3fq7a/1 --truth real", "say that the picture is real"),
            ("telltale case mark-wrong 20260131-k3fq7a/1 --truth real --keep-picture", "and that it may be exported"),
        ),
        _mark_wrong,
    )
    add_exhibit(wrong)
    wrong.add_argument("--truth", required=True, choices=TRUTHS, help="what the picture is")
    wrong.add_argument(
        "--keep-picture",
        action="store_true",
        help="the picture may leave the casebook with `telltale case export-errors`, to measure and to train with",
    )


def _add_keeping(actions: Commands) -> None:
    verify = add_case_command(
        actions,
        "verify",
        "check that nothing was altered: the log, the tables, the bytes",
        (("telltale case verify", "check everything, and print the digest to note down"),),
        _verify,
    )
    verify.add_argument("case", nargs="?", metavar="CASE", help="compare the rows and bytes of this case alone")
    verify.add_argument("--head", metavar="DIGEST", help="a digest that was noted earlier; the log must hold it")
    verify.add_argument(
        "--accept",
        action="store_true",
        help="note the end of the log anew on this device, after a copy was restored; the log says so for good",
    )
    verify.add_argument("--json", action="store_true", help="print the result as JSON")
    export = add_case_command(
        actions,
        "export",
        "write a case into one archive",
        (("telltale case export 20260131-k3fq7a case.zip", "write it, and print the digest to note down"),),
        _export,
    )
    add_case(export)
    export.add_argument("file", type=Path, metavar="FILE", help="the archive to write")
    bring = add_case_command(
        actions,
        "import",
        "take a case from an archive, after all of it was checked",
        (("telltale case import case.zip", "check the archive and take its case"),),
        _import,
        create=True,
    )
    bring.add_argument("file", type=Path, metavar="FILE", help="the archive")
    bring.add_argument("--head", metavar="DIGEST", help="the digest that was printed when it was exported")
    delete = add_case_command(
        actions,
        "delete",
        "delete a case or an exhibit for good; the log says so",
        (("telltale case delete 20260131-k3fq7a/2 --yes", "delete one exhibit with all that belongs to it"),),
        _delete,
    )
    add_about(delete)
    delete.add_argument("--yes", action="store_true", help="delete it; without this nothing is done")
    errors = add_case_command(
        actions,
        "export-errors",
        "write the pictures that were marked as misreported, with a manifest",
        (("telltale case export-errors --out errors", "write errors/manifest.csv for eval and finetune"),),
        _export_errors,
    )
    add_new_folder(errors)


def _add_roles(parser: argparse.ArgumentParser, default: str | None) -> None:
    parser.add_argument("--examiner", default=default, metavar="NAME", help="who examines the exhibits")
    parser.add_argument("--reviewer", default=default, metavar="NAME", help="who checks the examiner's work")


def _new(casebook: Casebook, arguments: argparse.Namespace) -> int:
    names = {"reference": arguments.reference, "examiner": arguments.examiner, "reviewer": arguments.reviewer}
    print(casebook.new_case(arguments.title, **names).id)
    return DONE


def _list(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from .case_printing import case_line

    cases = casebook.cases()
    if not cases:
        note(f"{casebook.place.shown}: there is no case; open one with `telltale case new TITLE`")
    for case in cases:
        line = case_line(case, len(casebook.exhibits(case.id)))
        print_json(json.dumps(dataclasses.asdict(case), ensure_ascii=False)) if arguments.json else print(line)
    return DONE


def _show(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from . import case_printing

    of_exhibit = "/" in arguments.about
    if (arguments.save or arguments.examination) and not of_exhibit:
        raise ValueError(f"{arguments.about}: --save and --examination are for an exhibit; name it as CASE/NUMBER")
    if arguments.save:
        data = casebook.data(arguments.about)
        with arguments.save.open("xb") as file:
            file.write(data)
        note(f"wrote {arguments.save}")
    elif arguments.examination:
        case_printing.print_examination(casebook, casebook.exhibit(arguments.about), as_json=arguments.json)
    elif arguments.json:
        print_json(case_printing.as_json(casebook, arguments.about))
    else:
        case_printing.print_case(casebook, arguments.about)
    return DONE


def _log(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from .case_printing import log_line

    for entry in casebook.log(arguments.case):
        line = json.dumps(dataclasses.asdict(entry), ensure_ascii=False) if arguments.json else log_line(entry)
        print_json(line) if arguments.json else print(line)
    return DONE


def _note(casebook: Casebook, arguments: argparse.Namespace) -> int:
    casebook.write_note(arguments.about, arguments.text)
    return DONE


def _box(casebook: Casebook, arguments: argparse.Namespace) -> int:
    casebook.draw_box(arguments.exhibit, region_of(arguments.region), arguments.text)
    return DONE


def _assign(casebook: Casebook, arguments: argparse.Namespace) -> int:
    if arguments.examiner is None and arguments.reviewer is None:
        raise ValueError("nobody is named; give --examiner NAME, --reviewer NAME or both")
    casebook.assign(arguments.case, examiner=arguments.examiner, reviewer=arguments.reviewer)
    return DONE


def _mark_wrong(casebook: Casebook, arguments: argparse.Namespace) -> int:
    casebook.mark_wrong(arguments.exhibit, arguments.truth, keep_picture=arguments.keep_picture)
    return DONE


def _verify(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from .case_printing import print_verification

    if arguments.accept:
        casebook.accept_head()
    found = casebook.verify(arguments.case, head=arguments.head)
    if arguments.json:
        print_json(json.dumps(dataclasses.asdict(found), ensure_ascii=False))
    else:
        log = casebook.log(arguments.case) if arguments.case else []
        print_verification(casebook.place.shown, found, log[-1] if log else None)
    return FAILED if found.findings else DONE


def _export(casebook: Casebook, arguments: argparse.Namespace) -> int:
    head = casebook.export_case(arguments.case, arguments.file)
    print(f"last digest of the case: {head}")
    note(f"wrote {arguments.file}; note the digest down, or send it to the receiver by another way")
    return DONE


def _import(casebook: Casebook, arguments: argparse.Namespace) -> int:
    case = casebook.import_case(arguments.file, head=arguments.head)
    print(case.id)
    if arguments.head is None:
        last = casebook.log(case.id)[-2]
        note(f"the archive fits together and ends with the digest {last.digest}; compare it with the sender's")
    return DONE


def _delete(casebook: Casebook, arguments: argparse.Namespace) -> int:
    if not arguments.yes:
        raise ValueError(f"{arguments.about}: add --yes to delete it for good, with all that belongs to it")
    casebook.delete(arguments.about)
    return DONE


def _export_errors(casebook: Casebook, arguments: argparse.Namespace) -> int:
    from .case_errors import write_errors

    return write_errors(casebook, arguments.case, arguments.out)
