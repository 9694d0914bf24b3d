"""Whether a message states something that can be judged, and what it takes for granted that was never said."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...evidence import Label
from .gloss import plain

LONGEST = 600  # characters of a message that are looked at
_SENTENCE = re.compile(r"(?<=[.!?。！？;；])\s+|(?<=[。！？；])")
_AND = (
    r"^\W*(?:(?:and|so|but|ok(?:ay)?|then|well|in (?:normal|plain|simple|other) words|und|aber|also|et|mais|donc|"
    r"alors|y|pero|"
    r"entonces|那么?|所以)\W+)*"
)
_OPEN_QUESTION = re.compile(
    _AND + r"(?:(?:how|why|what|which|who|whose|when|where)\b(?!'s true)|(?:wie|warum|wieso|weshalb|was|welche\w*|wer|"
    r"wann|wo|womit|"
    r"worauf|comment|pourquoi|quel\w*|qui|quand|ou|qu'\w+|como|por que|que|cual\w*|quien\w*|cuando|donde)\b|怎么|"
    r"为什么|谁|什么|哪)"
)
_OF_THE_RESULT = re.compile(
    r"\b(?:verdict|label|result|tool|report|you|signature|credentials?|metadata|mismatch|that|this|it) (?:really |"
    r"also |only )?"
    r"(?:says?|said|shows?|proves?|prove[dn]|means?|tells?|claims?)\b|\b(?:does|do|did|would|can|could) (?:you|that|"
    r"this|it|the \w+) "
    r"(?:really |also )?(?:prove|show|mean|say|confirm)\b|\b(?:urteil|ergebnis|werkzeug|das|es) (?:sagt|beweist|"
    r"zeigt|bedeutet|lautet)\b|"
    r"\b(?:verdict|resultat|outil|ca|cela) (?:dit|prouve|montre|signifie)\b|\b(?:veredicto|resultado|eso|"
    r"esto) (?:dice|prueba|demuestra|"
    r"significa)\b|(?:结论|结果|判定|这)(?:说|证明|表示|说明)"
)
_PREMISE = re.compile(
    r"\b(?:since|because|as|given that|now that|after|if|weil|da|nachdem|wenn|puisque|comme|vu que|etant donne que|"
    r"ya que|puesto que|"
    r"dado que|como|si)\b.{0,14}\b(?:you|u|the tool|telltale|it|du|sie|das werkzeug|vous|tu|usted|ustedes|ha|has|"
    r"avez|as|habeis)\b.{0,24}?"
    r"\b(?:said|say|says|confirm\w*|told|proved|proven|proves|established|admit\w*|agreed?|found|gesagt|sagst|sagen|"
    r"bestatigt|bewiesen|dit|"
    r"dites|confirme\w*|prouve\w*|dicho|dijo|dijiste|dice|confirmado|confirmo|confirmaste|probado)\b(?P<what>.{0,120})|"
    r"^\W*(?:(?:but|so|and|aber|mais|pero) )?(?:you|u|du|sie|vous|tu|usted) (?:(?:just|already|have|hast|haben|avez|"
    r"as|ha|has) )*"
    r"(?:said|confirmed|told me|proved|agreed|gesagt|bestatigt|dit|confirme|dicho|confirmado|dijiste|"
    r"dijo)\b(?P<what_you>.{0,120})|"
    r"既然(?:你|您|它).{0,6}(?:说|确认|证实|证明)(?:了)?(?P<what_zh>.{0,40})"
)
_SIDES: Mapping[Label, re.Pattern[str]] = {
    "synthetic": re.compile(
        r"\b(?:fake|ai|ai-generated|generated|synthetic|artificial|gefalscht|generiert|ki|falschung|faux|fausse|"
        r"truquee?|generee?|ia|"
        r"falsa|falso|generada|sintetica)\b|人工智能|假的|生成"
    ),
    "tampered": re.compile(
        r"\b(?:tampered|altered|edited|photoshopped|manipulated|doctored|verandert|bearbeitet|manipuliert|modifiee?|"
        r"retouchee?|falsifiee?|"
        r"alterada|editada|manipulada|trucada)\b|篡改|改过|ps过"
    ),
    "real": re.compile(
        r"\b(?:real|genuine|authentic|true|original|unaltered|echt|wahr|authentisch|vraie?|reelle|authentique|"
        r"autentica|verdadera)\b|真的|真实"
    ),
}
_FEW = 2  # words before a comma that are still the verb, as in “gesagt hast, es ist echt”
_NOT = re.compile(r"\b(?:not|no|n't|never|nicht|kein\w*|pas|jamais|nunca)\b|不|没")


def states_something(text: str) -> bool:
    """Whether a text says something of the picture that can hold or not, and does not ask openly, or of the result."""
    words = plain(text[:LONGEST])
    asked = [part for part in _SENTENCE.split(words) if part.strip()]
    return not (any(_OPEN_QUESTION.match(part) for part in asked[-1:]) or _OF_THE_RESULT.search(words))


def taken_for_granted(text: str) -> str:
    """What a message says that the tool has said, confirmed or proved; empty if it says nothing of the kind."""
    found = _PREMISE.search(plain(text[:LONGEST]))
    return (found["what"] or found["what_you"] or found["what_zh"] or "").strip() if found is not None else ""


def label_named(words: str) -> Label | None:
    """The label that words mean, as `taken_for_granted` returns them; None if they mean none, or deny one."""
    clauses = [part for part in re.split(r"[,，;；?？]", words) if part.strip()]
    clause = " ".join(clauses[: 2 if len(clauses[0].split()) <= _FEW else 1]) if clauses else ""
    if _NOT.search(clause):
        return None
    return next((label for label, pattern in _SIDES.items() if pattern.search(clause)), None)
