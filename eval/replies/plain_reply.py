"""A reply as plain text: one form of quotes, dashes and letters, without marks of models, markdown and HTML."""

from __future__ import annotations

import html
import re
import unicodedata

HEAD, TAIL = 800, 1_800  # characters that are read of a longer reply: answers stand at its beginning or its end

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ´`′＇", "'"),
        **dict.fromkeys("“”„‟«»「」『』＂", '"'),
        **dict.fromkeys("–—―−‒", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u2060\ufe0f", ""),
        **dict.fromkeys("।", "."),
    }
)
_BOX = re.compile(r"<\|begin_of_box\|>(.*?)(?:<\|end_of_box\|>|$)", re.S)
_END = re.compile(
    r"<\|(?:im_end|eot_id|end|endoftext|end_of_text|return|eom_id)\|>|</s>|<end_of_turn>|<eos>|<｜end▁of▁sentence｜>"
)
_MARKS = re.compile(r"<\|[^|<>\n]{1,40}\|>|<｜[^｜<>\n]{1,40}｜>|</?s>|<(?:start_of_turn|bos|pad|unk)>|\[/?INST\]")
_ROLE = re.compile(r"^\W*(?:assistant|model|bot|gpt|###\s*response|response)\s*(?::|\n)\s*", re.I)
_TAG = re.compile(r"</?(?:p|div|b|i|em|strong|span|br|ul|ol|li|h\d|code|pre|body|html)\b[^<>\n]{0,80}>", re.I)
_STRUCK = re.compile(r"~~[^~\n]{1,200}~~")
_LATEX = re.compile(r"\\(?:text|textbf|mathrm|mathbf|textit|rm)\s*\{([^{}\n]{0,200})\}")
_HEADING = re.compile(r"^[ \t]*(?:#{1,6}|>+|[-*•+])[ \t]+", re.M)
_FENCE = re.compile(r"```[a-zA-Z]{0,10}")
_NO_AI = re.compile(r"\b(nothing|anything) (?:AI|A\.I\.)(?= (?:about|here|in|at all)\b|\W*$)", re.I | re.M)
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}[.)]\s+(?=\S)", re.M)


_TURNS = re.compile(
    r"(?:^[^\w\n]*(?P<any>user|human|question)|(?<=\s)(?P<caps>USER|HUMAN|User|Human))\s?:", re.M | re.I
)
_ANSWERS = re.compile(r"(?:^|(?<=\s))[^\w\n]*(?:assistant|model|bot|gpt)\s?:", re.I)
_TICKED = re.compile(r"^[ \t]*(?:[-*+] )?(?:\[[xX✓✔]\]|☑|☒|✅)[ \t]*(?=\S)", re.M)
_UNTICKED = re.compile(r"^[ \t]*(?:[-*+] )?(?:\[[ _]?\]|☐|⬜)[ \t]*\S.*$", re.M)
_RIGHT, _WRONG = r"[✅✔☑✓]", r"[❌✘✖❎✗]"
_MARKED = re.compile(rf"(?<=[\w)])\s?:\s*(?:(?P<right>{_RIGHT})|(?P<wrong>{_WRONG}))(?=\s*(?:$|[|,;/]))", re.M)
_CROSSED = re.compile(rf"(?:^|(?<=[\n|,;/]))[ \t]*[\w-]+(?: [\w-]+)?\s?{_WRONG}(?=\s|$|[|,;/])")


def shortened(text: str) -> str:
    """The beginning and the end of a reply that is longer than what is read."""
    return text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"


def plain(text: str) -> str:
    """The text that a person sees.

    What follows a mark of the end of the reply does not belong to it, if something stands before it.
    """
    text = shortened(text)
    if boxed := _BOX.findall(text):
        text = boxed[-1]
    text = _marked(_own_turn(_before_end(text)))
    text = html.unescape(_TAG.sub("\n", _MARKS.sub("\n", text)))
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    text = _LATEX.sub(r"\1", _LATEX.sub(r"\1", text))
    text = _STRUCK.sub("", _FENCE.sub("\n", text))
    text = _HEADING.sub(
        "", text.replace("**", "").replace("__", "").replace("$", "").replace("\\(", "").replace("\\)", "")
    )
    text = "".join(c for c in text if unicodedata.category(c) != "So")
    text = _ROLE.sub("", text.strip())
    return _NO_AI.sub(r"\1 artificial", re.sub(r"[ \t\xa0]+", " ", text).strip())


def _own_turn(text: str) -> str:
    """The reply itself, where it repeats the question as a turn of a user, or goes on with one."""
    turn = _TURNS.search(text)
    if turn is None:
        return text
    if before := text[: turn.start()].strip():
        return before
    answer = _ANSWERS.search(text, turn.end())
    return text if answer is None else _own_turn(text[answer.end() :])


def _marked(text: str) -> str:
    """Ticks and crosses as words: a box that is ticked, *real: ✅*, *real ❌ generated ✅*."""
    if _TICKED.search(text) and _UNTICKED.search(text):
        text = _TICKED.sub("", _UNTICKED.sub("", text))
    text = _MARKED.sub(lambda match: ": yes" if match["right"] else ": no", text)
    if re.search(_RIGHT, text) and re.search(_WRONG, text):
        text = _CROSSED.sub("", text)
    return text


def unnumbered(text: str) -> str:
    """The text without the numbers of its lines; a number alone stays."""
    return _NUMBERED.sub("", text)


def _before_end(text: str) -> str:
    for part in _END.split(text):
        if _MARKS.sub("", part).strip():
            return part
    return ""
