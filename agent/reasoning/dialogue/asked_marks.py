"""Whether a question about a mark means one that can be seen, such as a logo in a corner, or an invisible one."""

from __future__ import annotations

import re
from typing import Literal

from .gloss import plain

Mark = Literal["visible", "any", "invisible"]
LONGEST = 400  # characters of a question that are looked at

_UNSEEN = re.compile(
    r"\b(?:invisible|hidden|synthid|digital|imperceptible|steganogra\w*|secret|in the (?:pixels|metadata|file)|"
    r"unsichtbar\w*|"
    r"versteckt\w*|digitale[sn]?|cachee?s?|oculta?s?|ocult[oa]s?|numerique|invisibles)\b|隐形|不可见|隐藏|数字水印|"
    r"隐水印"
)
_SEEN = re.compile(
    r"\b(?:logos?|stamps?|stamped|seals?|emblems?|badges?|sparkles?|symbols?|visible|icons?|banners?|corner|"
    r"sichtbar\w*|stempel\w*|siegel|zeichen|ecke|wasserzeichen (?:unten|oben|links|rechts)|aufdruck|schriftzug|"
    r"tampons?|cachet|embleme|sigle|coin|filigrane visible|etincelle|sello|logotipos?|emblema|esquina|destello|simbolo|"
    r"marca visible|bottom|top (?:left|right)|lower|upper|unten|oben|en bas|en haut|abajo|arriba)\b|"
    r"徽标|标志|图标|印章|公章|盖章|角落|右下|左下|右上|左上|台标|可见"
)


def mark_of(question: str) -> Mark:
    """Which mark a question about marks means; `any` if it does not say whether it can be seen."""
    words = plain(question[:LONGEST])
    if _UNSEEN.search(words):
        return "invisible"
    return "visible" if _SEEN.search(words) else "any"
