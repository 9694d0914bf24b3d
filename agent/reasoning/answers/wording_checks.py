"""Whether words that somebody wants to write or print about a picture can stand: nothing here proves or confirms them.

Only words in quotation marks are judged, by what they claim: that something is proven or authentic, that AI made it,
that it was altered. What the file itself declares, and what a label says, can be written as that and not as a fact.
"""

from __future__ import annotations

import re

from ...sentences import Sentence
from ..dialogue.gloss import plain
from ..stance import Role
from ..writing.findings import of_verdict
from .answer_case import Answered, Case, of_record
from .file_case import said
from .safe_to_say import named, safe_to_say

NOT_PROVEN = Sentence(
    "wording_checks.not_proven",
    "No, not in these words: the verdict is {label}, and an examination by software proves and confirms nothing.",
)
NOT_AS_FACT = Sentence(
    "wording_checks.not_as_fact",
    "Not as a fact: it is the file that says so, and anyone can write that into a file. You can write: “The file "
    "itself declares that AI made or altered the picture; nobody has confirmed that.”",
)
PROBABLY: dict[str, Sentence] = {
    "synthetic": Sentence(
        "wording_checks.probably_synthetic",
        "Not as a fact, but as probable: “A check by software, which can be wrong, found that this picture was very "
        "probably made by AI.”",
    ),
    "tampered": Sentence(
        "wording_checks.probably_tampered",
        "Not as a fact, but as probable: “A check by software, which can be wrong, found that a part of this picture "
        "was very probably altered.”",
    ),
}
NOT_SHOWN = Sentence("wording_checks.not_shown", "No: nothing that was found shows what these words say.")
ONLY_THIS = Sentence(
    "wording_checks.only_this", "Words say no more than what was found, which is this; everything beyond it is open."
)
_QUOTED = re.compile(r"[“„«\"「『‹](.{6,300}?)[”“»\"」』›]|(?<![\w])'(.{6,300}?)'(?!\w)")
_PROVES = re.compile(
    r"\b(?:100 ?%|definitely|certain(?:ly)?|without doubt|undoubtedly|"
    r"prov(?:e[ds]?|en)|proofs?|confirm\w*|verif\w*|certif\w*|authentic\w*|genuine|real|original|unaltered|unedited|"
    r"untouched|forensic\w*|fact|beweis\w*|bewiesen|belegt|bestatigt|echt\w*|gepruft|unverandert|unbearbeitet|"
    r"prouv\w*|preuve|authentique|verifi\w*|vraie?|reelle|demuestra|demostrad\w*|prueba\w*|autentic\w*|verdader\w*)\b|"
    r"证明|证实|真实|鉴定|验证|属实|原图"
)
_AI = re.compile(
    r"\b(?:ai|a\.i\.|ki|ia|generated|generative|synthetic|deep ?fakes?|fakes?|forger\w*|hoax|falschung\w*|"
    r"falsificaci\w*|contrefacon|midjourney|chatgpt|dall-?e|erzeugt\w*|"
    r"generiert\w*|gefalscht\w*|generee?s?|truquee?s?|fauss?e?|generad[oa]s?|fals[oa]s?)\b|生成|假|伪造|ai"
)
_EDITED = re.compile(
    r"\b(?:edit\w*|alter\w*|manipul\w*|photoshop\w*|retouch\w*|tamper\w*|doctored|montage|bearbeitet\w*|verandert\w*|"
    r"retuschiert\w*|modifi\w*|retouch\w*|editad\w*|retocad\w*|montaje|alterad\w*)\b|修改|篡改|合成|修图|处理过"
)


def may_word(case: Case) -> Answered | None:
    """Whether the words in quotation marks can be written, and what can be instead; None if there are none."""
    words = _quoted(case.asked.text)
    if words is None:
        return None
    instead = safe_to_say(case).items[:1]
    if _PROVES.search(words):
        return Answered([of_record(NOT_PROVEN(label=case.verdict.label)), *instead])
    claimed = "synthetic" if _AI.search(words) else "tampered" if _EDITED.search(words) else ""
    if not claimed:
        facts = instead if named(case.file) else [of_verdict(case.verdict), *instead]
        return Answered([of_record(ONLY_THIS(), Role.RESERVATION), *facts])
    if case.verdict.label == claimed:
        return Answered([of_record(PROBABLY[claimed]()), of_verdict(case.verdict)])
    declared = case.file.declared_unreal[:1]
    if declared:
        return Answered([said(NOT_AS_FACT()), *case.file.cited(declared)], about=declared)
    return Answered([of_record(NOT_SHOWN()), of_verdict(case.verdict), *instead])


def _quoted(text: str) -> str | None:
    """The words that stand in quotation marks, in small letters without accents."""
    found = _QUOTED.search(text.replace("’", "'"))
    return plain(found[1] or found[2]) if found is not None else None
