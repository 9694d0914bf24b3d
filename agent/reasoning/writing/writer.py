"""Items in words: a model writes a sentence for each, and the check compares it with its item.

A tuned local model writes all sentences side by side, with its citations and numbers constrained while it writes. Any
other model gets one item at a time behind shared examples, and its sentence gets the item's citation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from ....prompts import examples, load
from ...evidence import Dropped, Evidence, Statement
from ...sentences import Sentence
from ...text import capitalised, one_line
from ..answer_items import Item, prompt
from ..grounding.check import check_item
from .chat_model import LocalChatModel

MAX_TOKENS = 80  # of a sentence
MODEL_FAILED = Sentence("writer.model_failed", "the model failed: {error}")
Written = tuple[Item, Statement | Dropped]


def plain(item: Item) -> Statement:
    """An item in its own words, for when no sentence of a model stands."""
    text = item.text.rstrip(". ")
    return Statement(text=f"{text} [{item.cite}].", cites=(item.cite,), grounding=1.0, written_by="template")


def notice(text: str) -> Statement:
    """What the program says about itself; it cites nothing, since it says nothing about the picture."""
    return Statement(text=text, cites=(), grounding=1.0, written_by="template")


def write(
    model: BaseChatModel,
    items: Sequence[Item],
    question: str,
    evidence: Sequence[Evidence] = (),
    shape: tuple[int, ...] | None = None,
    history: Sequence[BaseMessage] = (),
) -> Iterator[Written]:
    """Let a model put items into words; yields each item with its checked sentence, as soon as it is checked.

    A sentence that fails the check is yielded as dropped and not tried again: a second and a third try took nearly half
    of the time and mended one sentence in five. An item that gets no statement is left to the caller. Fixed items are
    said as they stand, in their place among the others; those that open the answer are said before the model is asked.

    Args:
        model: tuned or not.
        items: what to say.
        question: what is answered.
        evidence: numbered; gives the items their directions and regions.
        shape: height and width of the picture, to check words of place.
        history: earlier turns.
    """
    opening = list(takewhile(lambda item: item.fixed, items))
    for item in opening:
        yield item, plain(item)
    worded = [item for item in items if not item.fixed]
    written: Iterator[Written] = iter(())
    if worded and isinstance(model, LocalChatModel) and model.tuned:
        written = _side_by_side(model, worded, question, evidence, shape, history, together=bool(opening))
    elif worded:
        written = _one_by_one(model, worded, evidence, shape)
    place = {item: number for number, item in enumerate(items)}
    fixed = [item for item in items[len(opening) :] if item.fixed]
    for item, result in written:
        while fixed and place[fixed[0]] < place[item]:
            first = fixed.pop(0)
            yield first, plain(first)
        yield item, result
    for item in fixed:
        yield item, plain(item)


def failure(error: Exception) -> Dropped:
    """What a model that failed leaves in place of a sentence."""
    return Dropped(text="", reason=MODEL_FAILED(error=one_line(error, 200)), failed="model")


def conversation(item: Item, question: str, history: Sequence[BaseMessage] = ()) -> list[BaseMessage]:
    """What a tuned model reads before it writes about an item."""
    return [SystemMessage(load("dialogue")), *history, HumanMessage(prompt([item], question))]


def _side_by_side(
    model: LocalChatModel,
    items: Sequence[Item],
    question: str,
    evidence: Sequence[Evidence],
    shape: tuple[int, ...] | None,
    history: Sequence[BaseMessage],
    *,
    together: bool,
) -> Iterator[Written]:
    """The items as a tuned model words them; `together` if none of them is waited for more than the others."""
    each = list(dict.fromkeys(items))
    conversations = [conversation(item, question, history) for item in each]
    try:
        for item, line in model.sentences(conversations, each, limit=MAX_TOKENS, together=together):
            yield item, check_item(_cited_at_end(line, item), item, evidence, shape)
    except Exception as error:
        yield items[0], failure(error)


def _cited_at_end(line: str, item: Item) -> str:
    """A line of the model as readers see it: its citation moves to the end."""
    body = " ".join(line.partition("]")[2].split()).rstrip(". ")
    return f"{capitalised(body)} [{item.cite}]."


def _one_by_one(
    model: BaseChatModel, items: Sequence[Item], evidence: Sequence[Evidence], shape: tuple[int, ...] | None
) -> Iterator[Written]:
    for item in items:
        try:
            yield item, check_item(_sentence(model, item), item, evidence, shape)
        except Exception as error:  # whatever a model fails with must not cost the examination
            yield item, failure(error)


def _sentence(model: BaseChatModel, item: Item) -> str:
    """A sentence about one item by a model that was not tuned for it."""
    messages: list[BaseMessage] = [SystemMessage(load("explain"))]
    for finding, sentence in examples("explain_examples"):
        messages += [HumanMessage(finding), AIMessage(sentence)]
    reply = model.invoke([*messages, HumanMessage(item.text)], stop=["\n"], max_tokens=MAX_TOKENS)
    text = " ".join(str(reply.content).split()).rstrip(". ")
    return f"{text} [{item.cite}]."
