"""What can be said of a clip's sound without listening: whether there is any, its codec, and its length."""

from __future__ import annotations

from ..evidence import Evidence, Facts
from ..foreign import file_name
from ..sentences import Sentence
from .clip_types import ClipFacts, SoundFacts

SOURCE = "sound"
APART = 0.2  # seconds by which sound and picture may begin or end apart without a word about it

NONE = Sentence("sound_track.none", "The clip has no sound track.")
NONE_CAVEAT = Sentence(
    "sound_track.none_caveat", "Clips lose their sound when they are cut or sent on, and some generators make none."
)
LENGTHS = Sentence(
    "sound_track.lengths",
    "The clip has a sound track ({codec}) of {sound:.2f} s; its picture track has {picture:.2f} s.",
)
UNKNOWN_LENGTH = Sentence("sound_track.unknown_length", "The clip has a sound track ({codec}) of unknown length.")
SEVERAL = Sentence("sound_track.several", "It has {count} sound tracks; this is about the first.")
BEGINS_BEFORE = Sentence("sound_track.begins_before", "The sound begins {seconds:.2f} s before the picture.")
BEGINS_AFTER = Sentence("sound_track.begins_after", "The sound begins {seconds:.2f} s after the picture.")
ENDS_BEFORE = Sentence("sound_track.ends_before", "The sound ends {seconds:.2f} s before the picture.")
ENDS_AFTER = Sentence("sound_track.ends_after", "The sound ends {seconds:.2f} s after the picture.")
APART_CAVEAT = Sentence(
    "sound_track.apart_caveat",
    "A track that was cut or replaced leaves such a difference, and so do some recorders and platforms.",
)
NOT_HEARD = Sentence(
    "sound_track.not_heard",
    "The sound was not listened to, and whether it fits the movement of lips was not measured.",
)


def evidence(facts: ClipFacts) -> Evidence:
    """The sound track as neutral evidence."""
    if not facts.sound:
        return Evidence(source=SOURCE, kind="detector", statement=NONE(), caveats=(NONE_CAVEAT(),))
    track, notes, caveats = facts.sound[0], [], [NOT_HEARD()]
    numbers: dict[str, float] = {}
    begins, ends = apart(facts, track)
    told = ((begins, "begins", BEGINS_BEFORE, BEGINS_AFTER), (ends, "ends", ENDS_BEFORE, ENDS_AFTER))
    for difference, name, before, after in told:
        if difference is None:
            continue
        numbers[name] = round(difference, 4)
        if abs(difference) > APART:
            notes.append((before if difference < 0 else after)(seconds=abs(difference)))
    if notes:
        caveats.insert(0, APART_CAVEAT())
    if len(facts.sound) > 1:
        notes.append(SEVERAL(count=len(facts.sound)))
    codec = file_name(track.codec)
    if track.first is None or track.last is None:
        statement = UNKNOWN_LENGTH(codec=codec)
    else:
        statement = LENGTHS(codec=codec, sound=track.last - track.first, picture=facts.seconds)
    return Evidence(
        source=SOURCE, kind="detector", statement=statement, caveats=tuple(caveats),
        facts=Facts(numbers=numbers, notes=tuple(notes)),
    )  # fmt: skip


def apart(facts: ClipFacts, track: SoundFacts) -> tuple[float | None, float | None]:
    """Seconds by which the sound begins and ends after the picture; None if its times are unknown."""
    if track.first is None or track.last is None:
        return None, None
    return track.first - facts.first, track.last - facts.last
