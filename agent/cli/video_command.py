"""`telltale video`: a clip as sampled frames with temporal evidence."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ..console import DONE, FAILED, Commands, add_command, guarded, note, print_json
from ..environment import prepare as prepare_environment
from .picture_loop import each
from .trust_commands import add_trust_anchors, anchors_of

_EXAMPLES = (
    ("telltale video clip.mp4", "measure a clip's frames and what happens between them, and print what was found"),
    ("telltale video clip.mp4 --frames 24 --out frames", "sample 24 frames, and write them and a timeline"),
)


def add(commands: Commands) -> None:
    """Declare the command."""
    summary = "examine clips: sampled frames, movement, repetitions, sound, and what the file says of itself"
    run = guarded(_video, extra=lambda module: "video" if module == "av" else "")
    parser = add_command(commands, "video", summary, _EXAMPLES, run)
    parser.add_argument("clips", nargs="+", metavar="CLIP", help="a video file")
    parser.add_argument(
        "--frames", type=int, default=12, metavar="N", help="frames to sample, evenly over the clip (default 12)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON record per line")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write the frames, a strip of them with their scores, and its JSON",
    )
    parser.add_argument(
        "--bundle", type=Path, metavar="DIR", help="use the detectors that `telltale finetune` wrote there"
    )
    add_trust_anchors(parser)


def _video(arguments: argparse.Namespace) -> int:
    prepare_environment()
    import av  # noqa: F401  # so that a missing extra is told first

    from ..file_bytes import IntakeError
    from ..video import clip_sandbox, clip_text, frame_scores, timeline_files
    from ..video.clip_examination import ClipOptions, examine

    if not 1 <= arguments.frames <= clip_sandbox.MOST_SAMPLED:
        raise ValueError(f"--frames must be between 1 and {clip_sandbox.MOST_SAMPLED}; 12 is usual")
    measuring = frame_scores.FrameOptions(bundle=arguments.bundle)
    frame_scores.check(measuring)
    options = ClipOptions(arguments.frames, anchors_of(arguments), measuring)
    stems = Counter[str]()

    def work(number: int, clip: str) -> None:
        examined = examine(Path(clip), options)
        if arguments.json:
            print_json(examined.record.model_dump_json(by_alias=True))
        else:
            text = "\n".join(clip_text.lines(examined.record))
            print(f"\n{text}" if number else text, flush=True)
        if arguments.out:
            stem = Path(clip).stem
            stems[stem] += 1
            name = stem if stems[stem] == 1 else f"{stem}-{stems[stem]}"
            for file in timeline_files.write(examined, arguments.out, name):
                note(f"wrote {file}")

    failures = each(arguments.clips, work, (IntakeError, OSError), "examined", "clips")
    return FAILED if failures else DONE
