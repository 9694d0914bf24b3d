"""FraudBench's own questions, read from its own program; nothing of it is kept here, and nothing of it is run.

The program is `tools/detect.py` of github.com/Tristan0318/FraudBench. Its questions are string constants, and two
functions that put a customer's text between them; both are taken from the program's syntax tree.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PROGRAM = Path("tools/detect.py")
_CONSTANTS = (
    *("SYSTEM_PROMPT", "_USER_HEAD", "_USER_TAIL", "REVIEW_CONTINUATION_PROMPT"),
    *("_REVIEW_FINAL_HEAD", "_REVIEW_FINAL_TAIL", "_BATCH_HEAD", "_BATCH_TAIL"),
)
_FUNCTIONS = ("_comment_block", "_comment_block_combined")


class WordingError(ValueError):
    """The program is not there or has another form; one line."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What FraudBench's program says to a model.

    Attributes:
        system: before the conversation.
        texts: the other constants by their names.
        one: from a customer's text to what the program makes of it.
        line: the same from the number of a picture and the text about it, one of several lines.
        several: from those lines to what the program makes of them.
    """

    system: str
    texts: dict[str, str]
    one: Callable[[str], str]
    line: Callable[[int, str], str]
    several: Callable[[str], str]

    def question(self, comments: Sequence[str], form: str) -> str:
        """The last text of a claim.

        Args:
            comments: the customer's text about each picture; empty for none, or where none is shown.
            form: SingleImage, MultiImage or MultiStep.
        """
        n = len(comments)
        if n == 1:
            head, tail = self.texts["_USER_HEAD"], self.texts["_USER_TAIL"]
            return head + (self.one(comments[0]) if comments[0] else "\n\n") + tail
        name = "_REVIEW_FINAL" if form == "MultiStep" else "_BATCH"
        head, tail = (self.texts[f"{name}_{end}"].replace("{n}", str(n)) for end in ("HEAD", "TAIL"))
        return head + self._between(comments) + tail

    def _between(self, comments: Sequence[str]) -> str:
        given = [(number, text) for number, text in enumerate(comments, 1) if text]
        if not given:
            return "\n\n"
        if len({text for _, text in given}) == 1:
            return self.one(given[0][1])
        return self.several("\n".join(self.line(number, text) for number, text in given))

    def step(self, i: int, n: int) -> str:
        """What follows picture i of n where pictures are shown one by one."""
        return self.texts["REVIEW_CONTINUATION_PROMPT"].replace("{n}", str(n)).replace("{i}", str(i))


def read_wording(data: Path) -> Wording:
    """Read the questions from the program beside the data.

    Args:
        data: the folder of FraudBench, in its repository or with `tools` in it.

    Raises:
        WordingError: if the program is not there, or has another form.
    """
    places = (data / PROGRAM, data.parent / PROGRAM)
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        raise WordingError(
            f"{data}: expected FraudBench's own program {PROGRAM} there or one folder above, to ask in its words; "
            "copy it from github.com/Tristan0318/FraudBench, or use --wording own"
        )
    try:
        tree = ast.parse(file.read_bytes())
        texts = {name: ast.literal_eval(value) for name, value in _assigned(tree) if name in _CONSTANTS}
        functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        one, several = (_returned(functions[name]) for name in _FUNCTIONS)
        line = next(n.elt for n in ast.walk(functions[_FUNCTIONS[1]]) if _is_line(n))  # type: ignore[attr-defined]
        if missing := [name for name in _CONSTANTS if not isinstance(texts.get(name), str)]:
            raise ValueError(f"no {missing[0]}")
        for text, names in ((one, ("comment",)), (several, ("lines",)), (line, ("i", "c"))):
            _filled(text, dict.fromkeys(names, ""))  # it has these names and no others
    except (SyntaxError, ValueError, KeyError, StopIteration, TypeError) as error:
        raise WordingError(f"{file}: not the program that FraudBench published ({error}); use --wording own") from None
    return Wording(
        system=texts["SYSTEM_PROMPT"],
        texts=texts,
        one=lambda text: _filled(one, {"comment": text}),
        line=lambda number, text: _filled(line, {"i": str(number), "c": text}),
        several=lambda lines: _filled(several, {"lines": lines}),
    )


def _assigned(tree: ast.Module) -> list[tuple[str, ast.expr]]:
    return [
        (node.targets[0].id, node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name)
    ]


def _returned(function: ast.FunctionDef) -> ast.expr:
    """What a function returns at its end."""
    last = function.body[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        raise ValueError(f"{function.name} returns no text")
    return last.value


def _is_line(node: ast.AST) -> bool:
    return isinstance(node, ast.GeneratorExp) and isinstance(node.elt, ast.JoinedStr)


def _filled(text: ast.expr, values: dict[str, str]) -> str:
    """A literal or f-string of plain names, filled in."""
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        return text.value
    if not isinstance(text, ast.JoinedStr):
        raise ValueError("a text of another form")
    parts = []
    for part in text.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name):
            parts.append(values[part.value.id])
        else:
            raise ValueError("a text of another form")
    return "".join(parts)
