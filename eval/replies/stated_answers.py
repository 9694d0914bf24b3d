"""Where a reply states its answer: in a tag, a box, an object, or after a label such as *Final answer:*.

Each function gives the fragments that hold the answer, in the order of the reply; none where the form is not used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TAGGED = re.compile(
    r"<(answer|final_answer|conclusion|verdict|result|output|label|response)>(.{0,2000}?)(?:</\1>|$)", re.S | re.I
)
_BRACKETS = re.compile(r"\[(/?)(answer|final_answer|verdict|conclusion)\]", re.I)
_BOXED = re.compile(r"\\boxed\s*\{")
_KEY = (
    r"(?:final|overall|my|predicted|short|image|picture)?[_ ]?(?:answer|verdict|result|prediction|label|conclusion|judge?ment|classification|class|choice|option|"  # noqa: E501
    r"decision|response|output|category|assessment|determination|type|status|origin|authenticity|source|nature)|(?:ai|real|fake)_or_(?:ai|real|fake|not)|selected|selected_option|final|predicted"
)
_FLAG_FAKE = (
    r"(?:is[_ ])?(?:it[_ ])?(?:an?[_ ])?(?:fake|ai[_-]?generated|generated|synthetic|ai|deepfake|artificial|manipulated|"  # noqa: E501
    r"is_?fake|is_?ai_?generated|ai_modified|is_ai_modified)"
)
_FLAG_REAL = r"(?:is[_ ])?(?:it[_ ])?(?:an?[_ ])?(?:real|authentic|genuine|real_photo|is_?real|is_?authentic)"
_CHANCE = r"(?:probability|prob|score|likelihood|chance|confidence|p)"
_CHANCE_OF = re.compile(
    rf"(?:{_CHANCE}[_ ](?:of[_ ])?)?(?:(?P<fake>{_FLAG_FAKE})|(?P<real>{_FLAG_REAL}))(?:[_ ](?:image|"
    rf"photo))?(?:[_ ]{_CHANCE})?"
)
_PAIR = re.compile(
    r"[\"']?(?<![\w])(?P<key>[A-Za-z][A-Za-z_ -]{0,24})[\"']\s*:\s*"
    r"(?P<value>\"(?:[^\"\\\n]|\\.){0,400}\"?|'[^'\n]{0,400}'?|true|false|null|none|-?\d+(?:\.\d+)?|\{|\[)",
    re.I,
)
_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[\n.!?;:,()*\"'。，\s]))"
    r"(?P<label>(?:my |the )?(?:final |revised |updated |new |correct(?:ed)? |right |short |overall |predicted |"
    r"selected )?"
    r"(?:answer|verdict|conclusion|prediction|result|label|classification|judge?ment|decision|output|response|choice|selection|"
    r"option selected|selected option)|ans\b\.?|antwort|réponse|respuesta|risposta|resposta|antwoord|odpowiedź|ответ|(?:правильный )?ответ|"  # noqa: E501
    r"(?:最终|正确)?答案|回答|结论|結論|答え|判断|정답|답변|답|الإجابة|उत्तर|cevap|a)"
    r"(?P<more>\s*(?:\([^()\n]{0,30}\))?)\s*(?P<sign>[:=\n]|\s-\s|\s(?:is|es|est|ist|lautet|è|é)\s?:|是|は|은)\s*[\"']?",
    re.I,
)
UNDECIDED = 0.2  # a number of an object within this of one half names no side
MOST = 6  # answers of one form that are read, the last ones
_LONGER = re.compile(
    r"\b(?:long|longer|detailed|full|fuller|first|initial|original|preliminary|tentative|earlier)\s$", re.I
)  # what follows the short answer explains it
_FINAL = re.compile(r"final|correct|actual|revised|updated|\bnew ", re.I)


@dataclass(frozen=True, slots=True)
class Flag:
    """A named yes or no of an object, such as `is_fake: true`, and which truth it says."""

    fake: bool


def tagged(text: str) -> list[str]:
    """The texts in tags of an answer."""
    return [match[2].strip() for match in _TAGGED.finditer(_BRACKETS.sub(r"<\1\2>", text))][-MOST:]


def boxed(text: str) -> list[str]:
    r"""The texts in `\boxed{…}`, with braces inside."""
    found = []
    for match in list(_BOXED.finditer(text))[-MOST:]:
        depth, at = 1, match.end()
        while at < min(len(text), match.end() + 500) and depth:
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        found.append(text[match.end() : at - (depth == 0)].strip())
    return found


def entries(text: str) -> list[str | Flag]:
    """The answers in objects of JSON or Python, whole or cut off: values of answer keys, and flags."""
    if "{" not in text:
        return []
    found: list[str | Flag] = []
    for match in _PAIR.finditer(text, text.index("{")):
        key, value = match["key"].strip().lower(), match["value"].strip().strip("\"'").strip()
        if re.fullmatch(_KEY, key) and value not in ("{", "["):
            found.append({"true": "yes", "false": "no"}.get(value.lower(), value.replace("_", " ")))
        elif fake := re.fullmatch(_FLAG_FAKE, key) or re.fullmatch(_FLAG_REAL, key):
            says = {"true": True, "yes": True, "false": False, "no": False, "1": True, "0": False}.get(value.lower())
            if says is not None:
                found.append(Flag(says == bool(re.fullmatch(_FLAG_FAKE, fake[0]))))
                continue
        if (chance := _CHANCE_OF.fullmatch(key)) and re.fullmatch(r"\d+(?:\.\d+)?\s?%?", value):
            share = float(value.rstrip("% "))
            share = share / 100 if share > 1 or "%" in value else share
            if abs(share - 0.5) > UNDECIDED and share <= 1:
                found.append(Flag((share > 0.5) == (chance["fake"] is not None)))
    return found[-MOST:]


def holds_object(text: str) -> bool:
    """Whether a reply is an object."""
    return text.lstrip(" \n[`").startswith("{")


def labelled(text: str, *, letters: bool = False) -> list[tuple[str, bool]]:
    """What follows each label up to the end of its line, and whether the label says that it is final.

    *A:* is a label too, unless `letters` are options.
    """
    found = []
    for match in _LABEL.finditer(text):
        if match["label"].lower() == "a" and (
            letters or match["sign"] != ":" or text[: match.start()].strip()[-1:].isalnum()
        ):
            continue
        if _LONGER.search(text, max(0, match.start() - 12), match.start()):
            continue
        line = text[match.end() :].lstrip("\n \"'").partition("\n")[0].strip()
        found.append((line[:300], bool(_FINAL.search(match["label"]))))
    return found[-MOST:]
