"""What a clause claims about the whole picture: real or generated, with the scope of negations and hedges."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from ..items import Truth, opposite
from .clauses import clauses
from .no_answers import undecided
from .reply_words import ATTRIBUTE, FITS, NEGATION, NO_NEGATION, TERM

MAY, LOOKS, IS = 1, 2, 3  # how firmly something is claimed

_SKIPPED = re.compile(
    r"\b(?:whether|(?<!surprised )(?<!shocked )(?<!astonished )if|unless|ob|wenn|si (?:l|la|el|esta|este|una|un|cette)|se (?:l|la|il|a|o|esta|questa)|czy|ли|would(?! (?:be my|be on|point|hint|speak|lead|make me|be (?:classified|labell?ed|considered|called|flagged|categori[sz]ed|rated|judged)|flag|put|rate|label|place|describe|assess|say|suggest|indicate|wager|bet|venture|hazard|be (?:wrong|incorrect|a mistake)|guess|call|go|lean|answer|pick|conclude|classify|judge|consider|n't|be (?:very |quite |rather )?(?:surprised|shocked|astonished)))|were it)\b"  # noqa: E501
    r"|\bi can (?:also )?(?:list|describe|explain|point out|help|show|suggest|share|walk)\b"
    r"|\b(?:in|like|of|for|than|how) (?:an? )?(?:real|authentic|genuine) (?:photos|photographs|images|pictures|people|life)\b"  # noqa: E501
    r"|是否",
    re.I,
)
_GENERIC = re.compile(
    r"^\W*(?:most|many|some|all|few|such|other)\b.{0,40}\b(?:images|photos|photographs|pictures)\b|"
    r"^\W*(?:typically|usually|often|generally)\b|^\W*(?:look|check|search|watch)(?:ing)? for\b|"
    r"^\W*an? (?:[\w-]+\s){1,3}(?:image|photo|photograph|picture) (?:is|means) (?:one|an?|something|when)\b|"
    r"^\W*(?:[\w-]+\s){0,3}(?:images|photos|photographs|pictures|ones|fakes)\s(?:of\s(?:[\w-]+\s){1,2}?)?(?:can|have|show|contain|do|don't|are|look|lack|also|won|were|get|got|became|will|fool|circulate|spread|exist|tend|usually|often|rarely|seldom)\b|"
    r"\b(?:detect\w*|distinguish\w*|recogni[sz]\w*|spot(?:ting)?|identify(?:ing)?|separat\w*|tell(?:ing)?)\b.{1,40}\b(?:images|photos|photographs|pictures|fakes|deepfakes|content)\b|"
    r"^\W*(?:such|fake|real|authentic|genuine|synthetic|(?:ai|computer)(?:[- ]generated)?|generated)\s"
    r"(?:images|photos|photographs|pictures)\s(?:may|might|could|would|should|must|frequently|sometimes)\b|"
    r"\b(?:expect|imagine) (?:(?:from|of|in|with) )?an?\b|"
    r"\b(?:says|reads|reading|saying|written|caption|captioned|titled|entitled)\b[^\"']{0,20}[\"'][^\"']{0,40}[\"']\W*$",
    re.I,
)
_NOTES = re.compile(
    r"^\W*(?:and |but |however,? )?(?:it(?:'s| is) (?:also )?(?:worth|important to|good to) "
    r"(?:note|noting|mention\w*|remember\w*|know\w*)|"
    r"(?:please )?(?:note|remember)|(?:keep|bear)(?:ing)? in mind)(?: that)?\s",
    re.I,
)
_HABIT = re.compile(r"\b(?:usually|often|typically|tends? to|generally|commonly|sometimes|frequently)\b", re.I)
_SHOWS = re.compile(
    r"\b(?:suggest(?:s|ing)?|indicat(?:es?|ing)|points? to|impl(?:y|ies)|proves?|confirms?|means|reveals?|consistent with)\b",  # noqa: E501
    re.I,
)
_EARLIER = re.compile(
    r"\b(?:at first|i (?:had |have )?(?:thought|assumed|figured|suspected)|(?:first|initial|earlier) (?:guess|thought|impression|instinct|reaction|assumption|read|take)|at a glance|first glance|first sight|initially|first thought|i first|presented as|accused of|said to be|claimed to be|alleged\w*|rumou?red|posing as|pretend\w*|"  # noqa: E501
    r"tries to|trying to|mimic\w*|imitat\w*|simulat\w*|emulat\w*|masquerad\w*|disguised as|claims? to be|"
    r"meant to (?:be|look|pass)|mistak\w+ (?:\w+ )?for|confused? with|"
    r"passes? (?:for|as)|supposed to)\b|首先|乍一看|乍看",
    re.I,
)
_CONCESSION = re.compile(
    r"^\W*(?:and |but |yes,? |no,? )?(?:while|although|though|even though|despite|in spite of|even if|whereas|虽然|尽管)\b|^(?:虽然|尽管)",  # noqa: E501
    re.I,
)
_CONTRAST = re.compile(
    r"^\W*(?:but|however|yet|still|nevertheless|nonetheless|on the other hand|aber|mais|pero|ma|mas|maar|но|但|不过|然而)\b|^(?:但|不过|然而|其实|实际上)",  # noqa: E501
    re.I,
)
_SHORT = re.compile(
    r"^\W*(?:(?:but|however|yet|though|and|in fact|in reality)\W+)*(?:it|this|that|he|she)?(?P<verb>(?:'s|\s?(?:really |actually |definitely |certainly |clearly )?(?:is|was|does))(?:n't|\s(?:really |actually |definitely |certainly |clearly )?not)?)(?:\sone)?\W*$",  # noqa: E501
    re.I,
)
_LIKENESS = re.compile(
    r"\b(?:that|which|who) (?:\w+ )?(?:looks?|seems?|appears?|resembles?|mimics?|imitates?|should)\b", re.I
)
_DOUBTED = re.compile(r"^\W*(?:(?:but|though|and|yet)\s)?i (?:\w+ly |\w+ )?doubt (?:it|that|so)\W*$", re.I)
_REASON = re.compile(r"^\W*(?:because|since|given|as(?! (?:real|fake|genuine|authentic)\b)|due to)\b", re.I)
_MAY = re.compile(r"\b(?:may|might|could|can be|possibly|perhaps|maybe)\b", re.I)
_LOOKS = re.compile(
    r"\b(?:looks?|looked|looking|appears?|appeared|seems?|seemed|resembles?|suggests?|indicates?|points? to|consistent with|"  # noqa: E501
    r"(?:often|commonly|frequently|sometimes|typically|usually) (?:seen|found|observed|present) (?:in|with|among)|"
    r"feels?|impression|wirkt|scheint|sieht|semble|parece|sembra|lijkt|wygląda|выглядит|кажется)\b|看起来|看上去|似乎|好像",
    re.I,
)
_WHOLE = re.compile(
    r"\b(?:images?|pictures?|photos?|photographs?|authenticity|it|this|that|scene|one|video|i|answer|conclusion|everything|evidence|analysis|"
    r"nothing|something|impression|explanation|interpretation|finding|findings|result|view|hunch|feeling|judge?ment|determination|case|sure|definitely|certainly|clearly|all|chances|odds|probability|likelihood|guess|bet|assessment|opinion|what|they|there|which|verdict|signs|ai|photography|render|artwork|bild|das|es|dies|foto|sie|"
    r"elle|il|c|ce|cela|imagen|immagine|imagem|afbeelding|het|dit|to|zdjęcie|obraz|это|изображение|фото|фотография)\b",
    re.I,
)
_SUBJECT = re.compile(
    r"^\W*(?:and|but|so|however|yet|although|though|while|whereas|because|since|despite|therefore|that)?\s*"
    r"(?P<subject>(?:[\w'-]+\s){1,6}?)(?:itself\s)?(?:is|are|was|were|looks?|looked|seems?|seemed|appears?|appeared|has|have|feels?|may|might|could)\b",
    re.I,
)
_THING = re.compile(
    r"^\W*(?:and |but )?(?:there|here)(?:'s| is| are) (?:an? |some |the )?(?:(?!image|photo|picture|something|nothing|reason|evidence|no\b)[\w-]+ ){1,3}(?:that|which|who)\s(?:looks?|seems?|appears?|is|are)\b",  # noqa: E501
    re.I,
)
_CONJUNCTION = re.compile(
    r"^(?:and|but|yet|so|then|or|also|which|that|though|although|while|still)(?:\s(?:\w+ly|also|still))?\s$", re.I
)
_EITHER = re.compile(r"\bor\b|\bvs\.?\b|/|还是|\boder\b|\bou\b|\bo\b|\band\b|\bbetween\b", re.I)
_DENIED = re.compile(
    r"\b(?:suspicions?|claims?|ideas?|assumptions?|allegations?|notion|accusations?|theory|hypothesis|belief|impression|assertion)\b.{0,120}\b(?:is|are|seems?|appears?|would be|looks)\s(?:\w+\s)?"  # noqa: E501
    r"(?:unfounded|groundless|baseless|unjustified|unsupported|unwarranted|mistaken|wrong|incorrect|untrue|false|misplaced)\b|"
    r"\b(?:call|label|labell?|declar|consider|classify|brand)ing\b.{1,100}\b(?:would be|is|seems)\s(?:\w+\s)?(?:a mistake|an error|wrong|incorrect|misleading|unfair|inaccurate|a stretch)\b|"  # noqa: E501
    r"\b(?:hallmarks?|signs?|traces?|traits|fingerprints|artifacts?|artefacts?|indicators|flaws)\b.{0,60}\b(?:is|"
    r"are)\s(?:\w+\s)?(?:absent|missing|nowhere|lacking|not (?:there|present|visible|found))\b|"
    r"\b(?:is|are|was)(?:n't| not) (?:\w+ )?(?:supported|justified|substantiated|warranted|borne out|backed)\b",
    re.I,
)
_OR = re.compile(
    r"^\W*(?:(?:or|oder|ou|или|(?:and |but )?(?:perhaps|maybe|possibly))\b|(?:and |but )?(?:possibly|maybe|perhaps|"
    r"might|could)(?: be| it's| it is)? not\W*$)",
    re.I,
)
_EARLIER_LABEL = re.compile(
    r"^(\W*(?:initially|at first|at first glance|(?:my )?(?:first|initial) (?:impression|glance|thought|guess|"
    r"answer)))\s?[:=-]+ ",
    re.I,
)
_MORE = re.compile(
    r"\b(?:(?:more|rather|better)\b[^.]{1,80}?\b(?P<than>than)|eher\b[^.]{1,80}?\b(?P<als>als)|plutôt\b[^.]{1,80}?\b(?P<que>que?))\b.*$",
    re.I,
)
_LESS = re.compile(r"\bless\b[^.]{1,80}?\bthan\b", re.I)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is claimed, how firmly, whether about a part of the picture only, whether conceded, and by which word."""

    truth: Truth
    strength: int
    part: bool = False
    conceded: bool = False
    named: Truth = "fake"


@dataclass(frozen=True, slots=True)
class Both:
    """A clause that names real and generated as alternatives."""


@lru_cache(maxsize=512)
def claims(sentence: str, before: Claim | None = None) -> tuple[Claim | Both, ...]:
    """The claims of a sentence, in its order; `before` is the last claim before it, to which *but it is not* refers."""
    sentence = _EARLIER_LABEL.sub(r"\1 ", NO_NEGATION.sub(" ", sentence))
    found: list[Claim | Both] = []
    parts = clauses(sentence)
    for last, clause in zip(["", *parts], parts, strict=False):
        if _OR.match(clause) and found and all(isinstance(one, Both) or one.strength == MAY for one in found):
            found = [Both()]
            continue
        doubted = _DOUBTED.match(clause) is not None
        if not TERM.search(clause) and not _SHORT.match(clause) and not doubted:
            continue
        if _SKIPPED.search(clause) or _is_general(clause) or undecided(clause):
            continue
        known = next((claim for claim in reversed(found) if isinstance(claim, Claim)), before)
        if known and doubted:
            found = [*map(_conceded, found), Claim(opposite(known.truth), IS, named=known.named)]
            continue
        if known and (short := _SHORT.match(clause)):
            if _LIKENESS.search(last) and not TERM.search(last):
                continue  # *text that looks like letters but isn't*: the letters are denied
            negated = NEGATION.search(short["verb"]) is not None
            found.append(Claim(opposite(known.named) if negated else known.named, IS, named=known.named))
            continue
        new = _of_clause(clause, bool(_CONCESSION.match(clause)))
        if _CONTRAST.match(clause) and any(
            isinstance(one, Claim) and not one.part and one.strength > MAY for one in new
        ):
            found = [_conceded(one) for one in found]
        found += new
    return tuple(found)


def _is_general(clause: str) -> bool:
    """Whether a clause says what such pictures are like, and not what this one is."""
    clause = _NOTES.sub("", clause)
    habit = _HABIT.search(clause)
    return bool(_GENERIC.search(clause) or (habit and TERM.search(clause, 0, habit.start())))


def contrasts(sentence: str) -> bool:
    """Whether a sentence begins by setting itself against the one before."""
    return _CONTRAST.match(sentence) is not None


def _conceded(claim: Claim | Both) -> Claim | Both:
    """A claim that is set aside by what follows, if it was not firm."""
    return replace(claim, conceded=True) if isinstance(claim, Claim) and claim.strength < IS else claim


def _of_clause(clause: str, conceding: bool) -> list[Claim | Both]:
    if less := _LESS.search(clause):
        clause = clause[less.end() :]
    elif more := _MORE.search(clause):
        clause = clause[: more.start(more.lastgroup or 0)]
    terms = [match for match in TERM.finditer(clause) if _is_about_pictures(clause, match)]
    if not terms:
        return []
    negations = [
        match for match in NEGATION.finditer(clause) if not any(t.start() <= match.start() < t.end() for t in terms)
    ]
    negations = [match for at, match in enumerate(negations) if not at or match[0].lower() != "nor"]
    denied = bool(_DENIED.search(clause))
    earlier, conceded = bool(_EARLIER.search(clause)), conceding
    weak = MAY if _MAY.search(clause) else LOOKS if _LOOKS.search(clause) else IS
    subject = _SUBJECT.match(clause)
    part = _THING.match(clause) is not None or bool(
        subject
        and not _SHOWS.search(clause)
        and not _WHOLE.search(subject["subject"])
        and not TERM.search(subject["subject"])
        and not _CONJUNCTION.match(subject["subject"])
        and not re.match(r"(?:my|our)\b", subject["subject"], re.I)
    )
    truths: list[tuple[Truth, Truth]] = []
    for term in terms:
        truth: Truth = "fake" if term["fake"] else "real"
        before = sum(n.start() < term.start() or _follows(n[0]) for n in negations) + denied
        truths.append((opposite(truth) if before % 2 else truth, truth))
    if len({truth for truth, _ in truths}) == 2:
        between = clause[terms[0].end() : terms[-1].start()]
        if _EITHER.search(between):
            return [Both()]
    if weak == MAY and re.search(r"\bor\b", clause[terms[-1].end() :], re.I):
        return [Both()]
    reason = bool(_REASON.match(clause))
    strength = MAY if reason else weak
    return [Claim(truth, strength, part, conceded or earlier or reason, named) for truth, named in dict(truths).items()]


def _follows(negation: str) -> bool:
    """Whether a negation stands after what it negates: in Japanese, Korean, Turkish and Hindi."""
    return negation in (
        "ではありません",
        "ではない",
        "じゃない",
        "ありません",
        "아닙",
        "아니",
        "않",
        "नहीं",
        "değil",
    ) or negation.endswith(("mamış", "memiş"))


def _is_about_pictures(clause: str, term: re.Match[str]) -> bool:
    """Whether an adjective is said of the picture, and not of a thing in it: *fake flowers*, *real people*."""
    return not ATTRIBUTE.match(term[0]) or FITS.match(clause, term.end()) is not None
