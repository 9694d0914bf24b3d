"""Damaged and hostile files by the hundred thousand: does reading one of them fail, hang or fill the memory?

    python -m telltale.eval.studies fuzz SEED… --runs 100000 [--jobs 2] [--largest 150000]

The seeds are files, or folders with files, of at most `--largest` bytes; some are also saved in other formats. Atheris
(libFuzzer) mutates them, guided by what of the readers' code a file reaches, and each mutant is decoded, read and
concluded from. Only a refusal of the file (`IntakeError`) is allowed. Needs the extra `fuzz`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from ...agent.console import DONE, FAILED, say
from ..tables import number, show
from .study import Study

SECONDS, MEGABYTES = 5, 1024  # for one file, above which it counts as a hang, and for the process
ROUND = 2_500  # files for one process
_FORMATS = ("WEBP", "TIFF", "HEIF", "AVIF", "GIF", "BMP", "JPEG2000", "PNG")
_LONGEST = 12  # kinds of failures that are listed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("seeds", nargs="+", type=Path, metavar="SEED", help="files, or folders with files")
    parser.add_argument("--runs", type=int, default=100_000, help="mutated files (default 100,000)")
    parser.add_argument("--resave", type=int, default=4, metavar="N", help="seeds to save in all formats (default 4)")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side (default 2)")
    parser.add_argument("--largest", type=int, default=150_000, metavar="BYTES", help="of a seed (default 150,000)")


def run(arguments: argparse.Namespace) -> int:
    """Fuzz, and print what came out; status 1 if a file made the readers fail, hang or take too much memory."""
    seeds = seeds_in(arguments.seeds, arguments.largest)
    if not seeds:
        raise ValueError(f"no seed of at most {arguments.largest} bytes; name other files, or a larger --largest")
    with tempfile.TemporaryDirectory(prefix="telltale-fuzz-") as place:
        seeds += resaved(seeds, Path(place), arguments.resave)
        tallies = _fuzzed(Path(place), seeds, arguments.runs, arguments.jobs)
    files = sum(tally["files"] for tally in tallies)
    failures = Counter[str]()
    for tally in tallies:
        failures.update(tally["failures"])
    row = (
        str(len(seeds)),
        str(files),
        str(sum(tally["refused"] for tally in tallies)),
        str(failures.total()),
        str(sum(tally["hangs"] for tally in tallies)),
        number(max(tally["slowest"] for tally in tallies), 2),
        number(max(tally["megabytes"] for tally in tallies), 0),
        str(sum(tally["died"] for tally in tallies)),
    )
    header = ("seeds", "mutants", "refused", "failed", f"over {SECONDS} s", "slowest, s", "peak, MB", "processes died")
    show("Mutated files", header, [row])
    for line, count in failures.most_common(_LONGEST):
        print(f"{count} × {line}")
    for tally in tallies:
        print(*tally["slow"], sep="\n", end="\n" if tally["slow"] else "")
    bad = failures.total() + sum(tally["hangs"] + tally["died"] for tally in tallies)
    return FAILED if bad or files < arguments.runs else DONE


def seeds_in(places: list[Path], largest: int) -> list[Path]:
    """The files, and those in the folders and their subfolders, of at most so many bytes."""
    files = [file for place in places for file in (sorted(place.rglob("*")) if place.is_dir() else [place])]
    return [file for file in files if file.is_file() and 0 < file.stat().st_size <= largest]


def resaved(seeds: list[Path], place: Path, count: int) -> list[Path]:
    """The first pictures among the seeds, made small and saved in every other format with their EXIF and XMP."""
    import pillow_heif
    from PIL import Image

    pillow_heif.register_heif_opener()
    written: list[Path] = []
    for seed in seeds:
        if len(written) >= count * len(_FORMATS):
            break
        try:
            with Image.open(seed) as picture:
                kept = {key: picture.info[key] for key in ("exif", "xmp") if picture.info.get(key)}
                small = picture.convert("RGB")
        except OSError:  # some seeds are damaged on purpose
            continue
        small.thumbnail((160, 160))
        for kind in _FORMATS:
            file = place / f"{seed.stem}-{len(written)}.{kind.lower()}"
            small.save(file, kind, **({} if kind in ("BMP", "GIF", "JPEG2000") else kept))
            written.append(file)
    return written


def _fuzzed(place: Path, seeds: list[Path], runs: int, jobs: int) -> list[dict[str, Any]]:
    """Fuzz in rounds, several at a time, each in a process of its own; what each counted.

    A process is replaced after a round, as the one that reads files in the product is after 200 of them: some decoders
    lose memory with every damaged file.
    """
    rounds = [min(ROUND, runs - start) for start in range(0, runs, ROUND)]
    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(lambda job: _round(place, seeds, *job), enumerate(rounds, start=1)))


def _round(place: Path, seeds: list[Path], number: int, runs: int) -> dict[str, Any]:
    corpus, tally, log = place / f"corpus-{number}", place / f"tally-{number}.json", place / f"log-{number}.txt"
    corpus.mkdir()
    for index, seed in enumerate(seeds):
        shutil.copy(seed, corpus / f"{index}{seed.suffix}")
    command = [sys.executable, "-m", f"{__package__}.fuzz_target", str(tally), str(corpus)]
    command += [f"-runs={runs}", f"-seed={number}", "-max_len=400000"]
    command += [f"-rss_limit_mb={4 * MEGABYTES}", "-timeout=60", f"-artifact_prefix={place}/", "-print_final_stats=0"]
    with log.open("w") as stream:
        status = subprocess.run(command, stdout=stream, stderr=subprocess.STDOUT, check=False).returncode
    if not tally.exists():
        raise ValueError(log.read_text(errors="replace")[-400:])
    say(f"round {number}: {runs:,} files")
    return {**json.loads(tally.read_text()), "died": int(status != 0)}


STUDY = Study("fuzz", "whether damaged and hostile files make the readers fail", __doc__, add_arguments, run)
