"""The verdict on a clip. Measurements give no label, since no error rate is known for them on videos.

A trusted signature decides as it does for pictures. What a file declares without one is told first, and decides
nothing: anyone can write it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..evidence import Evidence, Flag, Hypothesis
from ..reasoning.weighing.fusion import proven
from ..sentences import Sentence
from .clip_types import ClipVerdict
from .frame_scores import lean_of

SIGNED: dict[Hypothesis, Sentence] = {
    "real": Sentence(
        "clip_verdict.signed_real",
        "Content credentials of a signer whom you trust say that a camera recorded the clip. Whether it was altered "
        "before it was signed can't be told.",
    ),
    "synthetic": Sentence(
        "clip_verdict.signed_synthetic",
        "Content credentials of a signer whom you trust say that the clip was generated.",
    ),
    "tampered": Sentence(
        "clip_verdict.signed_tampered", "Content credentials of a signer whom you trust say that the clip was altered."
    ),
}
DECLARED = Sentence(
    "clip_verdict.declared",
    "The file itself says that AI made or altered the clip. Anyone can write that into a file, so it is no proof.",
)
MISMATCH = Sentence(
    "clip_verdict.mismatch",
    "The content credentials no longer fit the file, so one or the other was changed after signing. That alone does "
    "not show what was changed.",
)
NO_LABEL = Sentence("clip_verdict.no_label", "Whether the clip is real can't be told from it.")
NO_RATE = Sentence(
    "clip_verdict.no_rate",
    "For videos it is not known how often such measurements are wrong, so they give no label, whatever they come to.",
)
# Of six recordings three, and of six generated clips two, had a middle score above 0.5 (the study `video-clips`).
LEANS: dict[Hypothesis, Sentence] = {
    "synthetic": Sentence(
        "clip_verdict.leans_synthetic",
        "The middle score of the sampled frames leans to generated ({cite}). That is no label: in a test, three of six "
        "camera recordings scored so, and two of six generated clips.",
    ),
    "real": Sentence(
        "clip_verdict.leans_real",
        "The middle score of the sampled frames leans to photographs ({cite}). That is no label: in a test, four of "
        "six generated clips did not lean to generated either.",
    ),
}
LEANS_NOWHERE = Sentence(
    "clip_verdict.leans_nowhere", "The middle score of the sampled frames leans to neither side ({cite})."
)
REPEATS = Sentence("clip_verdict.repeats", "Parts of the clip repeat or stand still ({cites}).")


def judged(evidence: Sequence[Evidence]) -> ClipVerdict:
    """The verdict on numbered evidence."""
    frames = next((item for item in evidence if item.source == "frames" and item.score is not None), None)
    leans = lean_of(frames.score) if frames is not None and frames.score is not None else None
    signed = proven(evidence)
    if signed is not None:
        cites = tuple(item.id for item in evidence if item.decisive and item.supports == signed)
        return ClipVerdict(label=signed, headline=SIGNED[signed](), cites=cites, frames_lean=leans)
    declared = [item.id for item in evidence if item.has(Flag.DECLARES) and item.supports in ("synthetic", "tampered")]
    broken = [item.id for item in evidence if item.has(Flag.MISMATCH)]
    headline = DECLARED() if declared else MISMATCH() if broken else NO_LABEL()
    because = [NO_RATE()]
    if frames is not None:
        because.append(LEANS[leans](cite=frames.id) if leans in LEANS else LEANS_NOWHERE(cite=frames.id))
    repeated = [item.id for item in evidence if item.source == "repeats" and item.score is not None]
    if repeated:
        because.append(REPEATS(cites=", ".join(repeated)))
    cites = (*declared, *broken, *([frames.id] if frames is not None else []), *repeated)
    return ClipVerdict(label="inconclusive", headline=headline, because=tuple(because), cites=cites, frames_lean=leans)
