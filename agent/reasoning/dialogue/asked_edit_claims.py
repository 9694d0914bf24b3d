"""Claims about what was edited: “he says that he only removed dust spots”, “it was just cropped”.

The patterns are over small letters without accents, in the five languages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from .gloss import plain

LONGEST = 400  # characters of a message that are looked at


class Edit(StrEnum):
    """A kind of change that somebody can name."""

    CROP = "crop"
    COLOUR = "colour"  # brightness, contrast, colours
    SIZE = "size"
    TURN = "turn"
    FILTER = "filter"  # sharpened, blurred, a filter
    RETOUCH = "retouch"  # dust, spots, a small thing removed
    DRAWN = "drawn"  # a text, an arrow, a frame


@dataclass(frozen=True, slots=True)
class EditClaim:
    """A claim about what was edited.

    Attributes:
        edits: the changes that it names.
        only: whether it says that this was all.
    """

    edits: tuple[Edit, ...]
    only: bool


_EDITS: dict[Edit, re.Pattern[str]] = {
    Edit.CROP: re.compile(
        r"\bcrop(?:s|ped|ping)?\b|\btrim(?:med)?\b|\bcut off\b|\bzugeschnitten\b|\bbeschnitten\b|\brecadr\w+|"
        r"\brogn\w+|\brecort\w+|裁(?:剪|切|了|过)"
    ),
    Edit.COLOUR: re.compile(
        r"\b(?:brighten\w*|brighter|darken\w*|lighten\w*|brightness|contrast|colou?rs?|colou?r[- ]correct\w*|"
        r"white balance|exposure|saturat\w*|"
        r"levels|curves|black and white|tone[ds]?|aufgehellt|abgedunkelt|heller|helligkeit|kontrast|farb\w*|"
        r"eclairci\w*|assombri\w*|luminosite|"
        r"contraste|couleurs?|aclar\w+|oscurec\w+|brillo|colores|color)\b|调(?:亮|色|暗)|亮度|对比度|颜色"
    ),
    Edit.SIZE: re.compile(
        r"\b(?:resiz\w*|scaled|downsiz\w*|shr[iu]nk|smaller|verkleinert|vergrossert|skaliert|redimension\w*|reduit\w*|"
        r"agrandi\w*|"
        r"redimensionad\w*|reducid\w*|ampliad\w*)\b|缩小|放大|改(?:了)?(?:大小|尺寸)"
    ),
    Edit.TURN: re.compile(
        r"\b(?:rotat\w*|straighten\w*|turned (?:it|the)|flipped|mirrored|gedreht|begradigt|gespiegelt|tourne\w*|"
        r"redress\w*|retournee?|girad\w*|"
        r"enderez\w*|volte\w*)\b|旋转|翻转"
    ),
    Edit.FILTER: re.compile(
        r"\b(?:sharpen\w*|blurred|filter(?:s|ed)?|denois\w*|noise reduction|enhanced|gescharft|weichgezeichnet|"
        r"filtre\w*|accentu\w*|floute\w*|"
        r"enfocad\w*|filtr\w+|desenfocad\w*)\b|锐化|滤镜|降噪|美颜"
    ),
    Edit.RETOUCH: re.compile(
        r"\b(?:dust|spots?|blemish\w*|scratch\w*|pimples?|wrinkles?|retouch\w*|cleaned (?:it )?up|healed|touched up|"
        r"(?:remov|eras)\w* (?:a |an |the |some |his |her |my |one )?(?:\w+ ){0,2}\w+|"
        r"staub\w*|flecken|kratzer|retuschier\w*|entfernt|poussieres?|taches?|rayures?|retouche\w*|enleve\w*|"
        r"supprim\w*|polvo|manchas?|"
        r"ara[nñ]azos|retoca\w*|quitad\w*|quito|elimin\w*)\b|灰尘|污点|斑点|去(?:掉|除)|修(?:了|掉|图)"
    ),
    Edit.DRAWN: re.compile(
        r"\b(?:added (?:a |the |some )?(?:text|arrow|caption|frame|border|logo|watermark)|text hinzugefugt|"
        r"ajoute (?:un |du )?(?:texte|cadre)|"
        r"anadi\w+ (?:un |el )?(?:texto|marco))\b|加了?(?:文字|边框|箭头)"
    ),
}
_SAYS = re.compile(
    r"\b(?:says?|said|claims?|claimed|swears?|insists?|told|tells|admits?|admitted|states?|according to|maintains?|"
    r"sagt|sagte|behauptet|schwort|meint|"
    r"gibt (?:an|zu)|dit|affirme|pretend|jure|assure|dice|dijo|afirma|jura|asegura)\b|说|声称|称|承认"
)
_ONLY = re.compile(
    r"\b(?:only|just|merely|nothing but|simply|no more than|nur|bloss|lediglich|seulement|juste|uniquement|ne (?:fait|"
    r"fais) que|n'(?:a|ai|avons) "
    r"fait que|solo|solamente|unicamente|nada mas que)\b|只是|只|仅"
)
_DONE = re.compile(  # an edit in the past, by somebody or of the picture
    r"\b(?:i|i'?ve|we|he|she|they|somebody|someone|the \w+|my \w+|it|it'?s|its|was|were|been|is|has|have|had|ich|er|"
    r"sie|wir|man|es|wurde|hat|habe|haben|"
    r"j'ai|il|elle|on|nous|ont|a|ete|he|ha|han|fue|se)\b|我|他|她|它|被"
)
_NOT = re.compile(
    r"^\W*(?:what (?:if|happens|would|does)|how|can (?:i|you|we|u)|could (?:i|you|we)|should|may i|where|which|wie|"
    r"kann ich|comment|puis-je|"
    r"como|puedo|怎么|如何|可以)\b|\b(?:if (?:i|you|we|he|she|somebody|someone)|please|would you|will you|wenn|falls|"
    r"bitte|si (?:je|tu|on|yo)|如果|请)\b"
)


def edit_claim_of(message: str) -> EditClaim | None:
    """The claim about what was edited that a message names; None if it names none.

    Args:
        message: in the user's words.
    """
    words = plain(message[:LONGEST]).strip()
    only = _ONLY.search(words) is not None
    if _NOT.search(words) or not (_SAYS.search(words) or (only and _DONE.search(words))):
        return None
    edits = tuple(edit for edit, pattern in _EDITS.items() if pattern.search(words))
    return EditClaim(edits, only) if edits else None
