"""Words for the items of a sheet: written by a model, held against the items, tried again, counted where they fail.

A tuned local model words all items side by side, its citations and numbers constrained while it writes. Any other model
is given one item at a time behind shared examples, and its sentence gets the item's citation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from ....prompts import examples, load
from ...evidence import Dropped, Evidence, Statement
from ...text import capitalised, one_line
from ..grounding.check import check_item
from . import plan
from .chat_model import LocalChatModel
from .plan import SHOWN, Item

MAX_TOKENS = 80  # a sentence; longer ones run on
RETRIES = 2
RETRY_TEMPERATURE = 0.7
Written = tuple[Item, Statement | Dropped]


def plain(item: Item) -> Statement:
    """An item in its own words, for when no model wrote a sentence that stands."""
    cite = SHOWN.get(item.id, item.id)
    text = item.text.rstrip(". ")
    return Statement(text=f"{text} [{cite}].", cites=(cite,), grounding=1.0, written_by="template")


def write(
    model: BaseChatModel,
    items: Sequence[Item],
    question: str,
    evidence: Sequence[Evidence] = (),
    shape: tuple[int, ...] | None = None,
    history: Sequence[BaseMessage] = (),
) -> Iterator[Written]:
    """Let a model word items; yields each with what became of it, as sentences are checked.

    A sentence that does not stand is tried again at the end, twice at most; each try is yielded as dropped. An item
    that comes with no statement in the end is left to the caller.

    Args:
        model: tuned or not.
        items: what to say.
        question: what is answered.
        evidence: numbered; gives the items their directions and regions.
        shape: height and width of the picture, to check words of place.
        history: earlier turns.
    """
    if not (isinstance(model, LocalChatModel) and model.tuned):
        for item in items:
            try:
                yield item, check_item(_alone(model, item), item, evidence, shape)
            except Exception as error:  # whatever a model fails with must not cost the examination
                yield item, _failure(error)
        return
    left = list(dict.fromkeys(items))
    refused: dict[Item, Dropped] = {}
    try:
        for attempt in range(1 + RETRIES):
            for item, line in _lines(model, left, question, () if attempt else history, attempt):
                result = check_item(_shown(line, item), item, evidence, shape)
                if before := refused.pop(item, None):
                    yield item, before.model_copy(update={"mended": isinstance(result, Statement)})
                if isinstance(result, Statement):
                    yield item, result
                else:
                    refused[item] = result
            left = list(refused)
            if not left:
                return
        yield from refused.items()
    except Exception as error:
        yield items[0], _failure(error)


def _failure(error: Exception) -> Dropped:
    return Dropped(text="", reason=f"the model failed: {one_line(error, 200)}", failed="model")


def _lines(
    model: LocalChatModel, items: Sequence[Item], question: str, history: Sequence[BaseMessage], attempt: int
) -> Iterator[tuple[Item, str]]:
    """A line for each item; greedily at first, then with some chance in the choice of words."""
    temperature = RETRY_TEMPERATURE if attempt else 0.0
    asked = [conversation(item, question, history) for item in items]
    return model.sentences(asked, items, limit=MAX_TOKENS, temperature=temperature, seed=attempt)


def conversation(item: Item, question: str, history: Sequence[BaseMessage] = ()) -> list[BaseMessage]:
    """What a tuned model is shown to word an item."""
    return [SystemMessage(load("dialogue")), *history, HumanMessage(plan.prompt([item], question))]


def _shown(line: str, item: Item) -> str:
    """A line as it is shown: its citation at the end."""
    body = " ".join(line.partition("]")[2].split()).rstrip(". ")
    return f"{capitalised(body)} [{SHOWN.get(item.id, item.id)}]."


def _alone(model: BaseChatModel, item: Item) -> str:
    """One item worded by a model that was not tuned for it."""
    shown: list[BaseMessage] = [SystemMessage(load("explain"))]
    for finding, sentence in examples("explain_examples"):
        shown += [HumanMessage(finding), AIMessage(sentence)]
    reply = model.invoke([*shown, HumanMessage(item.text)], stop=["\n"], max_tokens=MAX_TOKENS)
    sentence = " ".join(str(reply.content).split()).rstrip(". ")
    return f"{sentence} [{SHOWN.get(item.id, item.id)}]."
