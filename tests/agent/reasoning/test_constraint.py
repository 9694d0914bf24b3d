"""Even random weights write nothing but cited lines in their order, with numbers of what they cite."""

import re

import pytest
from langchain_core.messages import HumanMessage
from telltale.agent.perception.models import load
from telltale.agent.reasoning.chat_model import LocalChatModel
from telltale.agent.reasoning.constraint import Cited, vocabulary
from telltale.agent.reasoning.sheet import Item

ITEMS = (
    Item("E12", "for synthetic", "The features score +1.3: 32% of real pictures score as high.", must=True),
    Item("V", "verdict", "The verdict is real (calibrated: real 82%)."),
    Item("E1", "no weight", "The file names no camera."),
)


@pytest.fixture
def cited(tiny_folder):
    tokenizer = load(str(tiny_folder)).processor.tokenizer
    return Cited(ITEMS, tokenizer, 0, vocabulary(tokenizer)), tokenizer


def follows(cited, text):
    """The characters that may follow a text, of those that matter, and whether it may end."""
    processor, tokenizer = cited
    known = vocabulary(tokenizer)
    only, banned = processor.allowed(text)
    refused = {*banned, *known.never}
    free = [c for c, token in known.single.items() if (token in only if only is not None else token not in refused)]
    end = known.end[0] in only if only is not None else known.end[0] not in refused
    return set(free), end


def test_lines_begin_with_the_ids_of_their_items_in_order(cited):
    assert follows(cited, "") == ({"["}, False)
    assert [follows(cited, text)[0] for text in ("[", "[E", "[E1", "[E12")] == [{"E"}, {"1"}, {"2"}, {"]"}]
    assert follows(cited, "[E12] The score is 1.3.\n[")[0] == {"V"}


def test_digits_continue_a_number_of_the_item(cited):
    free, _ = follows(cited, "[E12] The score is ")
    assert free & set("0123456789") == {"1", "3"}
    assert follows(cited, "[E12] The score is 1")[0] == {"."}
    assert follows(cited, "[E12] The score is 1.")[0] == {"3"}
    assert "%" in follows(cited, "[E12] The score is 32")[0]
    assert follows(cited, "[E12] It is so.\n[V] The verdict is real with ")[0] & set("0123456789") == {"8"}


def test_an_answer_ends_after_the_last_whole_sentence(cited):
    free, end = follows(cited, "[E12] The score is 1.3.")
    assert "\n" in free and not end  # two items are left
    assert follows(cited, "[E12] The score is 1.3") == (follows(cited, "[E12] The score is 1.3")[0] - {"\n"}, False)
    said = "[E12] The score is 1.3.\n[V] It is real.\n[E1] It names no camera."
    free, end = follows(cited, said)
    assert end and "\n" not in free
    assert "[" not in follows(cited, "[E12] The ")[0]


def test_a_direction_is_that_of_the_item(cited):
    processor, tokenizer = cited
    word = {
        w: tokenizer(w, add_special_tokens=False)["input_ids"][0] for w in (" for", " against", " speaks", " synthetic")
    }
    assert processor.allowed("[E12] The score is 1.3, which speaks")[0] == [word[" for"]]
    assert processor.allowed("[E12] The score is 1.3, which speaks for a")[0] == [word[" synthetic"]]
    only, banned = processor.allowed("[E12] It is so.\n[V] The verdict")
    assert only is None and word[" speaks"] in banned  # the verdict speaks for nothing


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_random_weights_keep_to_it(tiny_folder, temperature):
    model = LocalChatModel(local=load(str(tiny_folder)))
    reply = model.invoke([HumanMessage("Why?")], items=ITEMS, max_tokens=200, temperature=temperature)
    lines = str(reply.content).split("\n")
    assert len(lines) <= len(ITEMS)
    for line, item in zip(lines, ITEMS, strict=False):
        head, _, body = line.partition("] ") if "] " in line else line.partition("]")
        assert head == f"[{item.id}"
        whole = re.findall(r"\d+(?:\.\d+)?", body)[:-1]  # the last one may be cut off
        assert set(whole) <= set(re.findall(r"\d+(?:\.\d+)?", item.text))
    assert all(line.endswith(".") for line in lines[:-1])


def test_a_tokenizer_without_digits_of_their_own_is_not_constrained():
    class Other:
        all_special_ids = ()
        eos_token_id = 0

        def __len__(self):
            return 3

        def batch_decode(self, rows):
            return ["</s>", "12", "a"]

    assert vocabulary(Other()) is None
