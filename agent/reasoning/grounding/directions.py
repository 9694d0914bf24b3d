"""Whether a sentence speaks for the hypothesis for which its evidence speaks, and names the verdict's own label.

Evidence that supports *real* never makes a picture real: only a verdict with that label does. So a sentence that calls
the picture real, authentic or a photograph, or denies that it was generated, has to cite such a verdict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...evidence import Hypothesis
from ...sentences import Sentence
from . import polarity
from .grounds import Ground
from .words import words

WORDS: dict[Hypothesis, frozenset[str]] = {
    "synthetic": frozenset(
        {"synthetic", "ai-generated", "generated", "computer-generated", "ai", "artificial", "fake"}
    ),
    "tampered": frozenset(
        {"tampered", "manipulated", "edited", "spliced", "altered", "doctored", "forged", "retouched"}
    ),
    "real": frozenset({"real", "authentic", "genuine", "unaltered", "unedited", "original"}),
}
# A hypothesis that is named and not asserted: with its probability, as what something speaks for or leans to, or as an
# alternative.
_NAMED = re.compile(
    r"\b(?:real|synthetic|tampered)\b(?: (?:at|with|of|is|being))? [<>]?\d+%"
    r"|[<>]?\d+% (?:for |of )?(?:real|synthetic|tampered)\b"
    r"|\b(?:for|against) (?:real|synthetic|tampered)\b|\brather than .*"
    r"|\blean(?:s|ed|ing)? (?:to|towards?) [\w-]+"
)
_LEANS = re.compile(r"\blean(?:s|ed|ing)? (?:to|towards?) ([\w-]+)")
_STANCE = re.compile(r"\b(for|against) an? (real|synthetic|tampered) (?:picture|image|photo)")
_STANCE_CLAUSE = re.compile(
    r"[,;] (?:and )?(?:which|this)(?: speaks| is) (?:for|against) an? (?:real|synthetic|tampered) picture"
)
_CONCLUSION = re.compile(
    r"\b(?:so|hence|therefore|thus),? (?:that )?(?:the|this) (?:picture|image|photo\w*) (?:is|was) (?:an? )?([\w-]+)"
)
# That the picture is real, in the words of a clause; a word with ~ is denied.
_PICTURE = r"\b(?<!\bif )(?<!\bwhether )(?:it|(?:the|this|that|your) (?:picture|image|photo\w*|file|exhibit))~?"
_ADVERB = (
    r"(?: (?:"
    r"a|all|almost|an|any|as|be|been|being|by|can|certainly|clearly|considered|could|"
    r"created|deemed|definitely|fact|fully|genuinely|has|have|in|indeed|judged|likely|made|"
    r"may|might|most|must|neither|never|no|nor|not|probably|produced|quite|really|should|"
    r"simply|so|surely|taken|the|then|therefore|thus|to|truly|very|will|with|would"
    r")~?)*"
)
_IS = r" (?:is|was|be|been|are|were|looks?|seems?|appears?|remains?)~?"
_OTHER_NAMES_OF_REAL = ("legit", "legitimate", "photo", "photograph", "trustworthy", "unmanipulated", "untouched")
_CLAUSE = re.compile(r"[,;:.!?()—–]|\b(?:and|because|but|since|so|while|yet)\b")

SAYS = Sentence("directions.says", "says {hypothesis}, but the cited evidence supports {supported}")
DENIES = Sentence("directions.denies", "denies {hypothesis}, which the cited evidence supports")
SPEAKS = Sentence("directions.speaks", "says that it speaks {way} {hypothesis}, but the cited evidence does not")
CONCLUDES = Sentence("directions.concludes", "concludes {hypothesis}, which the cited evidence does not")
LEANS_ELSEWHERE = Sentence("directions.leans", "says that it leans to {hypothesis}, but the cited evidence does not")
OTHER_LABEL = Sentence("directions.other_label", "says {said}, but the verdict is {label}")
DENIES_LABEL = Sentence("directions.denies_label", "denies {label}, which is the verdict")


_REAL = "|".join(sorted({*WORDS["real"], *_OTHER_NAMES_OF_REAL}))
_SYNTHETIC = "|".join(sorted(WORDS["synthetic"]))
_IS_REAL = re.compile(rf"{_PICTURE}{_ADVERB}{_IS}{_ADVERB} (?:(?:{_REAL})(?![\w~-])|(?:{_SYNTHETIC})~(?!\w))")


def direction(text: str) -> set[Hypothesis]:
    """The hypotheses that a text asserts, by whole words; a negated word asserts nothing."""
    asserted = {word for word, negated in polarity.negated(text) if not negated}
    return {hypothesis for hypothesis, names in WORDS.items() if names & asserted}


def without_stance(body: str) -> str:
    """A sentence without the clause that says what it speaks for; `wrong` checks that clause by itself."""
    return _STANCE_CLAUSE.sub("", body)


def wrong(body: str, source: str, cited: Sequence[Ground]) -> str | None:
    """Why a sentence does not have the direction of what it cites, or None if it does.

    Args:
        body: without citations.
        source: the text of what it cites.
        cited: the same with what it supports.
    """
    return (
        _wrong_assertion(without_stance(body), source, cited)
        or _wrong_stance(body, cited)
        or _wrong_label(body, cited)
        or _wrong_lean(body, cited)
        or _called_real(body, cited)
    )


def calls_real(text: str) -> bool:
    """Whether a text calls the picture real, authentic or a photograph, or denies that it was generated.

    “If it is a photograph” and “that does not show that it is real” don't.
    """
    spelt_out = re.sub(r"['’]s\b", " is", text.lower())
    return any(_IS_REAL.search(_marked(clause)) for clause in _CLAUSE.split(spelt_out))


def _marked(clause: str) -> str:
    """The words of a clause, those that are denied with a mark."""
    return " ".join(f"{word}~" if negated else word for word, negated in polarity.negated(clause))


def _wrong_assertion(body: str, source: str, cited: Sequence[Ground]) -> str | None:
    """A hypothesis that is asserted without support, or denied against it."""
    supported = {hypothesis for ground in cited for hypothesis in ground.supports}
    unsupported = direction(_NAMED.sub(" ", body.lower())) - supported - direction(source)
    if unsupported:
        return SAYS(hypothesis=min(unsupported), supported=" and ".join(sorted(supported)) or "nothing")
    denied = {word for word, negated in polarity.negated(body) if negated}
    for hypothesis, names in WORDS.items():
        if hypothesis in supported and names & denied:
            return DENIES(hypothesis=hypothesis)
    return None


def _wrong_stance(body: str, cited: Sequence[Ground]) -> str | None:
    """What the evidence does in the verdict, told differently from the verdict."""
    claimed = {(found[1], found[2]) for found in _STANCE.finditer(body.lower())}
    own = {each for ground in cited for each in ground.directions}
    if claimed - own:
        way, hypothesis = min(claimed - own)
        return SPEAKS(way=way, hypothesis=hypothesis)
    concluded = {name for found in _CONCLUSION.finditer(body.lower()) for name in direction(found[1])}
    labels = {ground.label for ground in cited}
    return CONCLUDES(hypothesis=min(concluded - labels)) if concluded - labels else None


def _wrong_label(body: str, cited: Sequence[Ground]) -> str | None:
    """Another label than the verdict's, or the verdict's denied; “synthetic 5%” names a probability and no label."""
    label = next((ground.label for ground in cited if ground.label), "")
    if not label:
        return None
    rest = _NAMED.sub(" ", body.lower())
    said = {*direction(rest), *({"inconclusive"} & set(words(rest)))}
    if said - {label}:
        return OTHER_LABEL(said=", ".join(sorted(said - {label})), label=label)
    names = {label, *next((names for hypothesis, names in WORDS.items() if hypothesis == label), ())}
    denied = {word for word, negated in polarity.negated(rest) if negated}
    return DENIES_LABEL(label=label) if denied & names else None


def _wrong_lean(body: str, cited: Sequence[Ground]) -> str | None:
    """A lean to something else than what the cited evidence supports or the verdict leans to."""
    named = {name for found in _LEANS.finditer(body.lower()) for name in direction(found[1])}
    own = {name for ground in cited for name in (*ground.supports, ground.lean, ground.label)}
    return LEANS_ELSEWHERE(hypothesis=min(named - own)) if named - own else None


def _called_real(body: str, cited: Sequence[Ground]) -> str | None:
    """The picture is called real, and no verdict is cited that says so."""
    if any(ground.label == "real" for ground in cited) or not calls_real(body):
        return None
    return CONCLUDES(hypothesis="real")
