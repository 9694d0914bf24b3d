"""`telltale finetune …`: prepare data and train. Arguments here, the work in the modules beside this one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...agent.console import DONE, FAILED, Command, guarded, say

if TYPE_CHECKING:
    from ...agent.perception.models import LocalModel
    from ...eval.sets.records import Record
    from ..pseudo_fakes.alterations import Alteration, Generator
    from ..rows.dialogues import TrainingRow

MAKERS = ("ncnn", "onnxruntime")  # what only making pseudo-fakes needs
DATA_HELP = "a CSV manifest, FakeClue's JSON, a folder by label, or a saved Hugging Face dataset"


def add(recipes: argparse._SubParsersAction) -> None:
    """Declare the recipes below `telltale finetune`."""
    check = recipes.add_parser("check-data", help="look for leaks, near-duplicates and unreadable files in a set")
    check.add_argument("data", metavar="DATA", help=DATA_HELP)
    check.add_argument("--degraded", action="store_true", help="measure the set as training sees it, degraded")
    check.set_defaults(run=_guarded(_check_data))

    autoencoders = recipes.add_parser("autoencoders", help="train the autoencoders that make pseudo-fakes")
    _data(autoencoders)
    autoencoders.add_argument("--steps", type=int, default=1200, help="of the optimiser, each (default 1200)")
    autoencoders.set_defaults(run=_guarded(_autoencoders))

    made = recipes.add_parser("pseudo-fakes", help="write pseudo-fakes of real pictures, with masks and a manifest")
    _data(made)
    made.add_argument("--count", type=int, default=100, help="how many (default 100)")
    made.add_argument("--seed", type=int, default=0)
    made.set_defaults(run=_guarded(_pseudo_fakes))

    detector = recipes.add_parser("detector", help="train a detector")
    detector.add_argument("name", choices=("clip", "portrait", "laundering", "residual"))
    _data(detector)
    detector.add_argument("--steps", type=int, default=2000, help="of the residual network (default 2000)")
    detector.set_defaults(run=_guarded(_detector))

    perceive = recipes.add_parser("perceive", help="train the perception adapter")
    _data(perceive)
    _model(perceive)
    perceive.add_argument("--steps", type=int, default=600, help="of the optimiser (default 600)")
    perceive.add_argument("--batch", type=int, default=8, help="pictures a step (default 8)")
    perceive.add_argument("--leave-out", nargs="+", default=(), metavar="SOURCE", help="sources to keep from training")
    perceive.add_argument("--freeze-tower", action="store_true", help="leave the vision tower as it is")
    perceive.add_argument("--gradient-checkpointing", action="store_true", help="trade time for memory")
    perceive.set_defaults(run=_guarded(_perceive))

    assess = recipes.add_parser("assess-cues", help="measure how often a model is right about each cue")
    _data(assess)
    _model(assess)
    assess.add_argument(
        "--adapter", type=Path, metavar="DIR", help="the adapter to measure; by default the shipped one"
    )
    assess.add_argument("--only", nargs="+", metavar="SOURCE", help="measure on these sources, whole")
    assess.add_argument("--count", type=int, default=1000, help="pictures (default 1000)")
    assess.set_defaults(run=_guarded(_assess))

    explain = recipes.add_parser("explain", help="train the explain adapter")
    made = explain.add_mutually_exclusive_group(required=True)
    made.add_argument("--data", nargs="+", metavar="DATA", help=DATA_HELP)
    made.add_argument("--rows", nargs="+", type=Path, metavar="FILE", help="rows to learn from, and rows to watch by")
    _folders(explain)
    _model(explain)
    explain.add_argument("--adapter", type=Path, metavar="DIR", help="where perceive is; by default the shipped one")
    explain.add_argument(
        "--files", type=Path, metavar="DIR", help="files with a history: credentials, EXIF, parameters"
    )
    explain.add_argument("--descriptions", type=Path, metavar="FILE", help="LOKI's open_ended_vqa.json")
    explain.add_argument(
        "--fakeclue", nargs=2, type=Path, metavar=("JSON", "PICTURES"), help="FakeClue, where you have it"
    )
    explain.add_argument("--limit", type=int, default=16, help="pictures of a source to examine (default 16)")
    explain.add_argument("--dialogues", type=int, default=1100, help="evidence dialogues (default 1100)")
    explain.add_argument(
        "--take",
        nargs="+",
        type=_count,
        metavar="KIND=N",
        help="so many rows of each kind, and no others: evidence=340",
    )
    explain.add_argument("--epochs", type=float, default=1.0)
    explain.add_argument("--rate", type=float, default=4e-4, help="peak learning rate (default 4e-4)")
    explain.add_argument("--gradient-checkpointing", action="store_true", help="trade time for memory")
    explain.add_argument(
        "--anchor", type=float, default=2.0, help="how strongly to stay like the base on general text (default 2)"
    )
    explain.add_argument("--go-on", action="store_true", help="train on from the explain adapter that is there")
    explain.add_argument("--rows-only", action="store_true", help="write the rows and stop")
    explain.set_defaults(run=_guarded(_explain))

    preference = recipes.add_parser("preference", help="let an explain adapter prefer grounded sentences (DPO)")
    preference.add_argument("--rows", type=Path, required=True, metavar="FILE", help="rows, as `explain` writes them")
    _folders(preference)
    _model(preference)
    preference.add_argument("--adapter", type=Path, required=True, metavar="DIR", help="where the explain adapter is")
    preference.add_argument("--pairs", type=int, default=400, help="of answers (default 400)")
    preference.set_defaults(run=_guarded(_preference))

    router_training = recipes.add_parser("router", help="fit the head that routes questions")
    router_training.add_argument("--out", type=Path, required=True, help="where the head goes")
    router_training.set_defaults(run=_guarded(_router))

    fusion_fit = recipes.add_parser("fusion", help="fit how evidence is weighed, on readings of left-out sources")
    _data(fusion_fit)
    fusion_fit.add_argument("--limit", type=int, default=60, help="pictures of a source as they are (default 60)")
    fusion_fit.add_argument(
        "--unseen", nargs="+", default=(), metavar="SOURCE", help="sources that the perception adapter never saw"
    )
    fusion_fit.add_argument(
        "--fit-on", nargs="+", metavar="SET", help="folders of the sets to fit on; the others are only measured"
    )
    fusion_fit.set_defaults(run=_guarded(_fusion))


def _count(text: str) -> tuple[str, int]:
    """`evidence=340` as a kind of row and a number."""
    from ..rows.dialogues import KINDS

    kind, _, number = text.partition("=")
    if kind not in KINDS or not number.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not KIND=N, KIND being one of {', '.join(KINDS)}")
    return kind, int(number)


def _guarded(run: Command) -> Command:
    return guarded(run, lambda module: "pseudo-fakes" if module in MAKERS else "finetune")


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", default="small", help="small (default), or a hub id or folder of a LLaVA-style model"
    )
    parser.add_argument("--load-in", choices=("4bit", "8bit"), help="quantise it with bitsandbytes")
    parser.add_argument("--faces", type=Path, metavar="DIR", help="DD-VQA as released, for people's answers on faces")


def _data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", nargs="+", required=True, metavar="DATA", help=DATA_HELP)
    _folders(parser)


def _folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--work", type=Path, default=Path("work"), help="caches and checkpoints (default ./work)")
    parser.add_argument("--out", type=Path, required=True, help="where the result goes")


def _read(places: Sequence[str]) -> list[Record]:
    from ...eval.sets.records import read

    return [record for place in places for record in read(Path(place))]


def _without(records: list[Record], sources: Sequence[str]) -> list[Record]:
    """All but some sources, and but the groups that those share with others."""
    _known(records, sources)
    groups = {record.group for record in records if record.source in sources}
    return [record for record in records if record.source not in sources and record.group not in groups]


def _known(records: Sequence[Record], sources: Sequence[str]) -> None:
    there = {record.source for record in records}
    if missing := sorted(set(sources) - there):
        raise ValueError(f"no pictures of {', '.join(missing)}; there are {', '.join(sorted(there))}")


def _check_data(arguments: argparse.Namespace) -> int:
    from ...eval.sets import checks

    report = checks.check(_read([arguments.data]), degraded=arguments.degraded)
    for path in report.unreadable:
        print(f"telltale: {path}: can't be read", file=sys.stderr)
    print(f"{report.pictures} pictures, {len(report.unreadable)} unreadable")
    print(f"near-duplicates: {len(report.duplicates)} pairs, {len(report.across)} of them across groups or labels")
    print(f"AUROC of {', '.join(checks.FACTS)} alone: {report.auroc:.3f} (0.5 ± {checks.TOLERANCE} passes)")
    for content, area in report.by_content.items():
        print(f"  {content}: {area:.3f}")
    return DONE if report.passed and not report.unreadable else FAILED


def _autoencoders(arguments: argparse.Namespace) -> int:
    from ..pseudo_fakes import autoencoders

    pictures = _real_pictures(arguments.data, autoencoders.CROP)
    for shape in autoencoders.SHAPES:
        if (arguments.out / f"{shape.name}.safetensors").exists():
            say(f"{shape.name}: already there")
            continue
        for step, error, model in autoencoders.train(shape, pictures, steps=arguments.steps):
            say(f"{shape.name}: step {step}, error {error:.1f} grey levels")
            if step == arguments.steps:
                autoencoders.save(model, arguments.out)
    return DONE


def _real_pictures(places: Sequence[str], side: int) -> list:
    from ...eval.sets.records import read_pixels

    real = (read_pixels(record.path) for record in _read(places) if record.label == "real")
    found = [pixels for pixels in real if min(pixels.shape[:2]) >= side]
    if not found:
        raise ValueError(f"no real pictures of {side} px or more in {', '.join(places)}")
    return found


def generators_in(work: Path) -> dict[Alteration, Generator]:
    """Every generator of pseudo-fakes; the autoencoders must have been trained."""
    from ..pseudo_fakes import autoencoders, generators

    files = sorted((work / "autoencoders").glob("*.safetensors"))
    if not files:
        folder = work / "autoencoders"
        raise ValueError(f"{folder}: no autoencoders; run `telltale finetune autoencoders --out {folder}` first")
    return {
        "autoencoder": generators.autoencoder([autoencoders.load(file) for file in files]),
        "super-resolution": generators.super_resolution(),
        "style": generators.style(),
    }


def _pseudo_fakes(arguments: argparse.Namespace) -> int:
    from ..pseudo_fakes.alterations import write

    real = [record for record in _read(arguments.data) if record.label == "real"]
    counts = write(real, arguments.out, generators_in(arguments.work), count=arguments.count, seed=arguments.seed)
    print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    return DONE


def _detector(arguments: argparse.Namespace) -> int:
    records = _read(arguments.data)
    if arguments.name == "residual":
        from ..heads import residual_training

        areas = residual_training.run(
            records, arguments.work, arguments.out, arguments.steps, generators_in(arguments.work), say
        )
        for name, area in areas.items():
            print(f"left out {name}: AUROC {area:.3f}")
        return DONE
    from ...agent.detectors import clip_heads as heads
    from ...agent.detectors import laundering as laundered
    from ...agent.detectors import portrait as portraits
    from ..heads import clip_training, laundering_training, portrait_training
    from ..heads.tower_features import corpus, extract

    samples = corpus(records, degraded=1, pseudo=0.5)
    features = extract(samples, arguments.work / "features", generators_in(arguments.work), say)
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.name == "portrait":
        head = portrait_training.train(samples, features)
        portraits.save(head, arguments.out / portraits.FILE)
        print(f"portraits kept from training: AUROC {head.auroc:.3f}")
        return DONE
    if arguments.name == "laundering":
        passed, _ = laundering_training.train(samples, features)
        laundered.save(passed, arguments.out / laundered.FILE)
        print(f"passed photographs against generated pictures of left-out sources: AUROC {passed.auroc:.3f}")
        return DONE
    trained, crossed = clip_training.train(samples, features)
    for name, areas in clip_training.table(samples, crossed).items():
        print(f"left out {name}: AUROC {sum(areas) / len(areas):.3f}")
    about = {"pictures": str(len(records)), "views": str(len(samples))}
    heads.save(trained, arguments.out / heads.FILE, about)
    return DONE


def _perceive(arguments: argparse.Namespace) -> int:
    from ...agent.perception.models import SMALL, load
    from ..adapters import lora, perceive
    from ..adapters.assess import held_out
    from ..adapters.probe_data import Examples, faces

    records = _without(_read(arguments.data), arguments.leave_out)
    records = [record for record in records if not held_out(record)]
    people = [face for face in faces(arguments.faces) if not face.held_out] if arguments.faces else []
    examples = Examples(records, generators_in(arguments.work), people)
    options = perceive.PerceiveOptions(
        steps=arguments.steps,
        batch=arguments.batch,
        whole_projector=arguments.model == SMALL,
        freeze_tower=arguments.freeze_tower,
        gradient_checkpointing=arguments.gradient_checkpointing,
    )
    model = load(arguments.model, load_in=arguments.load_in, bare=True)
    wrapped = perceive.train(model, examples, options, arguments.work, say)
    print(lora.save(wrapped, perceive.NAME, arguments.out, arguments.model))
    return DONE


def _assess(arguments: argparse.Namespace) -> int:
    from ...agent.perception.models import load
    from ..adapters import assess
    from ..adapters.probe_data import Examples, faces

    records = _read(arguments.data)
    if arguments.only:
        _known(records, arguments.only)
        records = [record for record in records if record.source in arguments.only]
    else:
        records = [record for record in records if assess.held_out(record)]
    people = [face for face in faces(arguments.faces) if face.held_out] if arguments.faces else []
    examples = Examples(records, generators_in(arguments.work), people)
    model = load(arguments.model, adapter=arguments.adapter, load_in=arguments.load_in)
    assessed = assess.assess(model, examples, arguments.count, report=say)
    print("\n".join(assess.table(assessed)))
    arguments.out.mkdir(parents=True, exist_ok=True)
    assess.save(assessed, arguments.out)
    return DONE


def _fusion(arguments: argparse.Namespace) -> int:
    from ...agent.detectors import clip_heads
    from ...agent.reasoning.weighing.terms import FILE, save
    from ..heads.tower_features import corpus, extract
    from ..weighing import fusion_fit, readings

    records = _read(arguments.data)
    _known(records, arguments.unseen)
    heads = clip_heads.shipped()
    if heads is None:
        raise ValueError("fusion needs the trained heads; run `telltale finetune detector clip` first")
    generators = generators_in(arguments.work)
    samples = corpus(records, degraded=1, pseudo=0.5)
    features = extract(samples, arguments.work / "features", generators, say)
    held = readings.hold_out(samples, features, arguments.work, heads)
    del features
    ask, lora = readings.probes(arguments.unseen) if arguments.unseen else (readings.silent, ())
    todo = readings.plan(records, arguments.limit)
    build = readings.collect(arguments.work, todo, held, generators, ask, say)
    if arguments.fit_on:
        build = [row for row in build if row.place in arguments.fit_on]
    parameters = fusion_fit.run(build, lora, say)
    arguments.out.mkdir(parents=True, exist_ok=True)
    save(parameters, arguments.out / FILE)
    for hypothesis, reference in parameters.references.items():
        names = ", ".join(term.source for term in parameters.terms if term.hypothesis == hypothesis)
        print(f"{hypothesis}: {reference.counts[0]} real, {reference.counts[1]} {hypothesis}; {names}")
    return DONE


def _explain(arguments: argparse.Namespace) -> int:
    from ...agent.perception.models import load
    from ..adapters import explain, lora
    from ..rows import build, prose

    model = load(arguments.model, adapter=arguments.adapter, load_in=arguments.load_in)
    if arguments.rows:
        learned, *watched = map(build.read, arguments.rows)
        held_out = [row for those in watched for row in those]
    else:
        learned, held_out = _built(arguments, model)
    if arguments.rows_only:
        return DONE
    if arguments.take:
        learned = build.take(learned, dict(arguments.take))
    options = explain.ExplainOptions(
        epochs=arguments.epochs,
        rate=arguments.rate,
        gradient_checkpointing=arguments.gradient_checkpointing,
        anchor=arguments.anchor,
        go_on=arguments.go_on,
    )
    general = prose.texts(arguments.work / "chat.jsonl", model.processor)
    wrapped = explain.train(model, learned, build.sample(held_out), options, arguments.work, say, general)
    print(lora.save(wrapped, explain.NAME, arguments.out, arguments.model))
    return DONE


def _built(arguments: argparse.Namespace, model: LocalModel) -> tuple[list[TrainingRow], list[TrainingRow]]:
    from ..rows import build

    sources = build.Sources(
        data=_read(arguments.data),
        work=arguments.work,
        files=arguments.files,
        faces=arguments.faces,
        descriptions=arguments.descriptions,
        fakeclue=tuple(arguments.fakeclue) if arguments.fakeclue else None,
        limit=arguments.limit,
        dialogues=arguments.dialogues,
    )
    learned, held_out = build.build(sources, model, generators_in(arguments.work), say)
    build.write(learned, arguments.work / "rows-train.jsonl")
    build.write(held_out, arguments.work / "rows-held-out.jsonl")
    return learned, held_out


def _preference(arguments: argparse.Namespace) -> int:
    from ...agent.perception.adapters import find
    from ...agent.perception.models import load
    from ..adapters import lora, preference
    from ..rows import build

    found = find(arguments.adapter)
    folder = found.get("explain") or found["perceive"]  # a folder that holds one adapter is taken for it
    base = load(arguments.model, load_in=arguments.load_in, bare=True)
    options = preference.PreferenceOptions(pairs=arguments.pairs)
    wrapped = preference.train(base, folder, build.read(arguments.rows), options, arguments.work, say)
    print(lora.save(wrapped, "explain", arguments.out, arguments.model, loaded_as="default"))
    return DONE


def _router(arguments: argparse.Namespace) -> int:
    from ...agent.perception import encoder
    from ...agent.reasoning.dialogue.router import FILE, save
    from ..heads import router_training

    reads = encoder.load()
    head = router_training.fit(reads)
    share, wrong = router_training.accuracy(head, reads)
    print(f"{share:.1%} of the held-out questions are routed rightly")
    for question, asked, taken in wrong:
        print(f"  {question}: {asked}, taken for {taken}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    save(head, arguments.out / FILE)
    return DONE
