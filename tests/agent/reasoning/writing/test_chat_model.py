"""The chat model: pictures, streaming, stop strings, counts, continuation and the shared cache."""

import base64
import time

import pytest
from langchain_core.callbacks import BaseCallbackHandler, UsageMetadataCallbackHandler
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage
from PIL import Image
from telltale.agent.reasoning.writing.chat_model import LocalChatModel

from tests.conftest import encode

ASKED = [SystemMessage("You are brief."), HumanMessage("Name a colour.")]


@pytest.fixture
def chat(tiny):
    return LocalChatModel(local=tiny, max_tokens=12)


def picture_block(kind: str = "image") -> dict:
    data = base64.b64encode(encode(Image.new("RGB", (40, 30), "red"))).decode()
    if kind == "image":
        return {"type": "image", "base64": data, "mime_type": "image/png"}
    return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}}


def test_a_reply_is_what_the_model_generates(chat, tiny):
    reply = chat.invoke(ASKED)
    turns = [{"role": "system", "content": "You are brief."}, {"role": "user", "content": "Name a colour."}]
    inputs = tiny.processor(
        text=tiny.processor.apply_chat_template(turns, add_generation_prompt=True), return_tensors="pt"
    )
    out = tiny.model.generate(**inputs, max_new_tokens=12, do_sample=False)[0, inputs["input_ids"].shape[1] :]
    assert reply.content == tiny.processor.tokenizer.decode(out, skip_special_tokens=True)
    assert reply.usage_metadata["input_tokens"] == inputs["input_ids"].shape[1]
    assert reply.usage_metadata["output_tokens"] == len(out)


def test_plain_conversation_repeats_itself_less(chat):
    """Random weights go round in circles, which shows in how few of their words differ."""
    asked = chat.bind(max_tokens=60)
    ids = [chat.local.processor.tokenizer(str(asked.invoke(ASKED, **o).content)) for o in ({}, {"bare": True})]
    plain, bare = (len({*found["input_ids"]}) / len(found["input_ids"]) for found in ids)
    assert bare > plain


def test_streamed_pieces_make_the_same_reply(chat):
    whole = chat.invoke(ASKED).content
    pieces = list(chat.stream(ASKED))
    assert "".join(str(piece.content) for piece in pieces) == whole
    assert pieces[-1].usage_metadata or pieces[-2].usage_metadata


def test_tokens_are_told_to_callbacks(chat):
    class Told(BaseCallbackHandler):
        def __init__(self):
            self.pieces = []

        def on_llm_new_token(self, token, **kwargs):
            self.pieces.append(token)

    told, counted = Told(), UsageMetadataCallbackHandler()
    reply = chat.invoke(ASKED, config={"callbacks": [told, counted]})
    assert "".join(told.pieces) == reply.content
    (usage,) = counted.usage_metadata.values()
    assert usage["total_tokens"] == reply.usage_metadata["total_tokens"]


@pytest.mark.parametrize("kind", ["image", "image_url"])
def test_pictures_are_put_into_the_prompt(chat, kind):
    blind = chat.invoke([HumanMessage("What is it?")])
    seen = chat.invoke([HumanMessage([picture_block(kind), {"type": "text", "text": "What is it?"}])])
    assert seen.usage_metadata["input_tokens"] == blind.usage_metadata["input_tokens"] + 16 + 1  # and a line break


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ({"type": "image_url", "image_url": {"url": "http://127.0.0.1/a.png"}}, "not fetched"),
        ({"type": "image", "base64": "!!", "mime_type": "image/png"}, "no picture"),
        ({"type": "image", "base64": base64.b64encode(b"text").decode(), "mime_type": "image/png"}, "no picture"),
        ({"type": "audio", "base64": ""}, "audio"),
    ],
)
def test_other_content_is_refused(chat, block, reason):
    with pytest.raises(ValueError, match=reason):
        chat.invoke([HumanMessage([block])])
    with pytest.raises(ValueError, match="tool"):
        chat.invoke([ToolMessage("x", tool_call_id="1")])


def test_text_stops_before_a_stop_string(chat):
    whole = str(chat.invoke(ASKED).content)
    stop = whole[3:5]
    assert chat.invoke(ASKED, stop=[stop]).content == whole[: whole.index(stop)]
    assert "".join(str(p.content) for p in chat.stream(ASKED, stop=[stop])) == whole[: whole.index(stop)]


def test_an_open_reply_is_continued(chat):
    whole = str(chat.invoke(ASKED).content)
    continued = chat.invoke([*ASKED, AIMessage(whole[:4])], max_tokens=40).content
    fresh = LocalChatModel(local=chat.local).invoke([*ASKED, AIMessage(whole[:4])], max_tokens=40).content
    assert continued == fresh


def test_a_shared_cache_changes_nothing_but_the_time(chat, tiny):
    long = [SystemMessage("word " * 60), HumanMessage("one")]
    other = [SystemMessage("word " * 60), HumanMessage("another question")]
    together = [chat.invoke(messages).content for messages in (long, other, long, ASKED, other)]
    alone = [LocalChatModel(local=tiny, max_tokens=12).invoke(m).content for m in (long, other, long, ASKED, other)]
    assert together == alone


def test_a_failed_call_leaves_the_model_usable(chat, monkeypatch):
    expected = chat.invoke(ASKED).content

    def fail(*args, **kwargs):
        raise RuntimeError("out of memory")

    generate = chat.local.model.generate
    monkeypatch.setattr(chat.local.model, "generate", fail)
    with pytest.raises(RuntimeError, match="out of memory"):
        chat.invoke(ASKED)
    monkeypatch.setattr(chat.local.model, "generate", generate)
    assert chat.invoke(ASKED).content == expected


@pytest.mark.slow
@pytest.mark.weights
def test_a_follow_up_is_cheaper_than_the_first_call(small):
    chat = LocalChatModel(local=small, max_tokens=1)
    long = SystemMessage("You are an examiner of photographs. " * 60)
    chat.invoke([HumanMessage("warm")])
    spent = []
    for question in ("What is it?", "And why?"):
        start = time.perf_counter()
        chat.invoke([long, HumanMessage(question)])
        spent.append(time.perf_counter() - start)
    assert spent[1] < spent[0] / 2
