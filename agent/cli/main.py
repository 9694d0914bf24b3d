"""The command line. Exit status: 0 done, whatever the verdict; 1 the work failed in part; 2 the call was wrong."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..console import DONE, FAILED, USAGE
from ..environment import prepare as prepare_environment

if TYPE_CHECKING:
    from ..evidence import Region
    from ..investigator import Investigation, Investigator
    from ..reasoning.chain import Maps


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    argv = list(sys.argv[1:] if argv is None else argv)
    arguments = _parser(evaluating=argv[:1] == ["eval"]).parse_args(argv)
    try:
        return arguments.run(arguments)
    except KeyboardInterrupt:
        return _fail("interrupted", 130)
    except BrokenPipeError:  # the reader of the output, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE


def _parser(*, evaluating: bool = False) -> argparse.ArgumentParser:
    """The parser; the tasks of `telltale eval` are read only where they are asked for, since that takes a moment."""
    parser = argparse.ArgumentParser(
        prog="telltale",
        description="Is this picture real, and what gives it away? Evidence, weighed and cited.",
    )
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    examine = commands.add_parser("examine", help="examine pictures and print what was found")
    examine.add_argument("images", nargs="+", metavar="IMAGE")
    _model_arguments(examine)
    examine.add_argument("--detector", action="append", metavar="NAME", help="run only this one (may be repeated)")
    examine.add_argument("--no-explain", action="store_true", help="do not let the model word the explanation")
    examine.add_argument("--no-perceive", action="store_true", help="do not ask the model about visual cues")
    examine.add_argument(
        "--training-free", action="store_true", help="have a general model describe the picture by nine probes instead"
    )
    examine.add_argument("--trust-anchors", type=Path, metavar="PEM", help="certificates to trust for C2PA")
    examine.add_argument("--claim", metavar="TEXT", help="what the pictures are meant to show; judged by the evidence")
    examine.add_argument("--claim-region", metavar="X,Y,W,H", help="the part that the claim is about, in pixels")
    examine.add_argument(
        "--error-rate", type=float, default=0.05, metavar="RATE", help="at which to give a label (0.05)"
    )
    examine.add_argument("--json", action="store_true", help="print one JSON record a line")
    examine.add_argument(
        "--maps",
        type=Path,
        metavar="DIR",
        help="write maps there as PNG: the detectors', and where the cues that weighed come from",
    )
    examine.set_defaults(run=_examine)

    chat = commands.add_parser("chat", help="open the chat page")
    chat.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    chat.add_argument("--port", type=int, default=7860)
    chat.add_argument("--auth", metavar="USER:PASSWORD", help="ask for this name and password")
    _model_arguments(chat)
    chat.set_defaults(run=_chat)

    model = commands.add_parser("model", help="set up and list models")
    actions = model.add_subparsers(required=True, metavar="ACTION")
    setup = actions.add_parser("setup", help="fetch, check and convert a model, once")
    setup.add_argument("name", nargs="?", default="small", help="small (default), or a hub id, which the hub serves")
    source = setup.add_mutually_exclusive_group()
    source.add_argument("--from-hub", action="store_true", help="build small from the Hugging Face originals")
    source.add_argument("--from-dir", type=Path, metavar="DIR", help="build small from a folder, without a network")
    setup.set_defaults(run=_setup)
    merge = actions.add_parser("merge", help="write a checkpoint with the adapters merged, for plain transformers")
    merge.add_argument("name", nargs="?", default="small", help="small (default), or a hub id or folder")
    merge.add_argument("--adapter", type=Path, metavar="DIR", help="adapters to merge instead of the shipped ones")
    merge.add_argument(
        "--only", choices=("perceive", "explain"), help="merge this one alone; by default explain on top of perceive"
    )
    merge.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the checkpoint goes")
    merge.set_defaults(run=_merge)
    listing = actions.add_parser("list", help="say which models are here")
    listing.set_defaults(run=_list_models)

    from ...finetune.commands import add as add_recipes

    finetune = commands.add_parser("finetune", help="prepare data, train detectors and adapters")
    recipes = finetune.add_subparsers(required=True, metavar="RECIPE")
    add_recipes(recipes)

    evaluate = commands.add_parser("eval", help="measure models on benchmarks, and how robust they are")
    if evaluating:
        from ...eval.commands import add as add_tasks

        prepare_environment()
        add_tasks(evaluate.add_subparsers(required=True, metavar="TASK"))

    detectors = commands.add_parser("detectors", help="say what each detector measures and when it holds")
    detectors.set_defaults(run=_list_detectors)
    return parser


def _model_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default="small", help="small (default), a hub id or folder, or openai:URL#MODEL")
    parser.add_argument("--adapter", type=Path, metavar="DIR", help="adapters to use instead of the shipped ones")
    parser.add_argument("--load-in", choices=("4bit", "8bit"), help="quantise a local model with bitsandbytes")


def _version() -> str:
    from importlib.metadata import version

    return f"telltale {version('telltale')}"


def _fail(message: str, status: int) -> int:
    print(f"telltale: {message}", file=sys.stderr)
    return status


def _investigator(arguments: argparse.Namespace, **options) -> Investigator:
    from ..investigator import Investigator

    anchors = getattr(arguments, "trust_anchors", None)
    return Investigator(
        arguments.model,
        adapter=arguments.adapter,
        load_in=arguments.load_in,
        trust_anchors=anchors.read_text(encoding="utf-8") if anchors else None,
        **options,
    )


def _examine(arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..intake import IntakeError
    from ..perception.models import ModelError
    from ..reasoning.weighing.claim import checked
    from ..text import one_line

    try:
        asked = {"claim": None, "claim_region": None}
        if arguments.claim is not None:
            asked = {"claim": checked(arguments.claim), "claim_region": _region(arguments.claim_region)}
        elif arguments.claim_region:
            raise ValueError("--claim-region goes with --claim; say what the part is meant to show")
        investigator = _investigator(
            arguments,
            detectors=arguments.detector,
            perceive=not arguments.no_perceive,
            explain=not arguments.no_explain,
            error_rate=arguments.error_rate,
            training_free=arguments.training_free,
        )
        investigator.prepare()
    except (ValueError, OSError) as error:  # a model, adapter, detector or certificate that can't be had
        return _fail(str(error), USAGE)
    failed, stems, judged = 0, {}, []
    for number, image in enumerate(arguments.images):
        try:
            found = investigator.examine(image, **asked)
            if found.examination.claim is not None:
                judged.append(found.examination.claim)
            _print(found, as_json=arguments.json, first=number == 0)
            if arguments.maps:
                stem = Path(image).stem
                stems[stem] = stems.get(stem, 0) + 1
                name = stem if stems[stem] == 1 else f"{stem}-{stems[stem]}"
                _write_maps(found, investigator.trace(found), arguments.maps, name)
        except BrokenPipeError:  # an OSError, but not this picture's: `main` answers it
            raise
        except (IntakeError, ModelError, OSError) as error:
            failed += 1
            _fail(str(error), FAILED)
        except Exception as error:  # a fault of ours, or of a library on this file: name it and go on
            if os.environ.get("TELLTALE_DEBUG"):
                raise
            failed += 1
            reason = f"{type(error).__name__}: {one_line(error, 200)}"
            _fail(f"{image}: could not be examined ({reason}); TELLTALE_DEBUG=1 shows where", FAILED)
    if len(judged) > 1 and not arguments.json:
        from ..reasoning.weighing.claim import joint

        over = joint(judged)
        print(f"\nThe claim over all pictures: {over.bearing}. {' '.join(over.because)}")
    if failed and len(arguments.images) > 1:
        _fail(f"{failed} of {len(arguments.images)} pictures could not be examined", FAILED)
    return FAILED if failed else DONE


def _region(text: str | None) -> Region | None:
    """A rectangle from `X,Y,W,H`.

    Raises:
        ValueError: if it is no rectangle.
    """
    if text is None:
        return None
    from ..evidence import Region

    try:
        x, y, w, h = (int(part) for part in text.split(","))
        return Region(x=x, y=y, w=w, h=h)
    except ValueError:
        raise ValueError(f"--claim-region takes X,Y,W,H in pixels, such as 40,30,200,120, not {text!r}") from None


def _print(found: Investigation, *, as_json: bool, first: bool) -> None:
    if as_json:
        print(found.examination.model_dump_json(by_alias=True), flush=True)
        return
    from rich.console import Console

    from ..report.terminal import show

    console = Console(width=None if sys.stdout.isatty() else 110)
    if not first:
        console.print()
    show(console, found.examination)


def _write_maps(found: Investigation, traced: Maps, folder: Path, stem: str) -> None:
    from ..report.map_files import draw, save

    pictures = draw(found.exhibit.pixels, {**found.maps, **traced}, found.examination.evidence)
    for file in save({name: picture for name, (picture, _) in pictures.items()}, folder, stem):
        print(f"telltale: wrote {file}", file=sys.stderr)


def _chat(arguments: argparse.Namespace) -> int:
    prepare_environment()
    user, _, password = (arguments.auth or "").partition(":")
    if arguments.auth and not (user and password):
        return _fail("--auth takes USER:PASSWORD, both not empty", USAGE)
    try:
        investigator = _investigator(arguments)
        investigator.prepare()
    except (ValueError, OSError) as error:
        return _fail(str(error), USAGE)
    import signal

    from ..app import serve

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # stop as for Ctrl-C, and remove the uploads
    try:
        serve(investigator, arguments.host, arguments.port, (user, password) if arguments.auth else None)
    except OSError:
        return _fail(f"can't listen on {arguments.host}:{arguments.port} (taken?); choose another --port", FAILED)
    return DONE


def _setup(arguments: argparse.Namespace) -> int:
    from ..perception import weights

    def report(line: str) -> None:
        print(f"telltale: {line}", file=sys.stderr, flush=True)

    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    try:
        if arguments.name == "small":
            weights.set_up_small(report, source=arguments.from_dir, hub=arguments.from_hub)
            _set_up_encoder(arguments.from_dir, report)
        elif arguments.from_dir or arguments.from_hub:
            return _fail("--from-dir and --from-hub are for small; other models come from the hub", USAGE)
        else:
            weights.fetch(arguments.name.removeprefix("hf:"), report)
    except weights.WeightsError as error:
        return _fail(str(error), FAILED)
    except OSError as error:
        return _fail(f"{error.filename or 'the cache'}: {error.strerror or error}; set TELLTALE_CACHE", FAILED)
    return DONE


def _set_up_encoder(source: Path | None, report: Callable[[str], None]) -> None:
    """The sentence encoder, without which questions are not routed; a folder need not hold it."""
    from ..perception import weights

    try:
        weights.set_up_encoder(report, source=source)
    except weights.WeightsError as error:
        if source is None:
            raise
        report(f"{error}; without the sentence encoder follow-up questions can't be answered")


def _merge(arguments: argparse.Namespace) -> int:
    prepare_environment()
    from ..perception.adapters import ADAPTERS, AdapterName
    from ..perception.merging import save_merged
    from ..perception.models import load

    try:
        model = load(arguments.name, arguments.adapter, exact=True)
        wanted: list[AdapterName] = [name for name in ADAPTERS if name in model.adapters]
        wanted = [arguments.only] if arguments.only else wanted
        if not wanted:
            return _fail(f"{arguments.name} carries no adapter to merge; name a folder with --adapter", USAGE)
        save_merged(model, wanted, arguments.out)
    except (ValueError, OSError) as error:
        return _fail(str(error), USAGE)
    print(arguments.out)
    return DONE


def _list_models(arguments: argparse.Namespace) -> int:
    from ..perception.models import listing

    for name, state, what in listing():
        print(f"{name}\t{state}\t{what}")
    return DONE


def _list_detectors(arguments: argparse.Namespace) -> int:
    from ..detectors.registry import available

    for detector in available().values():
        print(f"{detector.name}\n  measures   {detector.measures}\n  holds for  {detector.holds}")
        print(f"  reference  {detector.reference}\n  short side of {detector.min_side} px or more")
    print("hf:ID\n  measures   what an image classifier in the Hugging Face format gives for synthetic")
    return DONE
