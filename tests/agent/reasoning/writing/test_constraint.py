"""Even random weights write nothing but cited lines, with numbers of what they cite."""

import re

import pytest
from langchain_core.messages import HumanMessage
from telltale.agent.perception.models import load
from telltale.agent.reasoning.answer_items import Item, in_part
from telltale.agent.reasoning.stance import Role, Stance
from telltale.agent.reasoning.writing.chat_model import LocalChatModel
from telltale.agent.reasoning.writing.constraint import Cited, vocabulary

ITEMS = (
    Item(
        "E12",
        Stance(Role.WEIGHS, "for", "synthetic"),
        "The features score +1.3: 32% of real pictures score as high.",
        must=True,
    ),
    Item("V", Stance(Role.VERDICT), "The verdict is real (calibrated: real 82%)."),
    Item("E1", Stance(Role.NO_WEIGHT), "The file names no camera."),
)


@pytest.fixture
def tokenizer(tiny_folder):
    return load(str(tiny_folder)).processor.tokenizer


def follows(tokenizer, text, item=ITEMS[0]):
    """The characters that may follow a text, of those that matter, and whether it may end."""
    known = vocabulary(tokenizer)
    only, banned = Cited(item, tokenizer, known).allowed(text)
    refused = {*banned, *known.never}
    free = [c for c, token in known.single.items() if (token in only if only is not None else token not in refused)]
    end = known.end[0] in only if only is not None else known.end[0] not in refused
    return set(free), end


def test_digits_continue_a_number_of_the_item(tokenizer):
    free, _ = follows(tokenizer, " The score is ")
    assert free & set("0123456789") == {"1", "3"}
    assert follows(tokenizer, " The score is 1")[0] == {"."}
    assert follows(tokenizer, " The score is 1.")[0] == {"3"}
    assert "%" in follows(tokenizer, " The score is 32")[0]
    assert follows(tokenizer, " The verdict is real with ", ITEMS[1])[0] & set("0123456789") == {"8"}


def test_a_point_is_named_by_both_its_numbers(tokenizer):
    ghost = "A part of 64×16 px at 160, 48 shows a ghost (strength 181.2)."
    item = Item("E7", Stance(Role.WEIGHS, "for", "tampered"), ghost)
    assert follows(tokenizer, " A part at 160", item) == ({","}, False)
    assert follows(tokenizer, " A part at 160,", item) == ({" "}, False)
    assert follows(tokenizer, " A part at 160, ", item) == ({"4"}, False)
    assert follows(tokenizer, " A part at 160, 4", item) == ({"8"}, False)
    assert {" ", ",", "."} <= follows(tokenizer, " A part at 160, 48", item)[0]
    assert " " in follows(tokenizer, " A part of 160", item)[0]


def test_a_part_gives_its_own_numbers(tokenizer):
    item = Item("E9", in_part(70, 8, 64, 16), "The score is 2.")
    assert follows(tokenizer, " There ", item)[0] & set("0123456789") == {"2", "6", "1", "7", "8"}


def test_a_line_ends_after_a_whole_sentence_and_cites_nothing_else(tokenizer):
    assert follows(tokenizer, " The score is 1.3.")[1]
    free, end = follows(tokenizer, " The score is 1.3")
    assert not end and not free & {"\n", "[", "]"}


def test_a_direction_is_that_of_the_item(tokenizer):
    word = {
        w: tokenizer(w, add_special_tokens=False)["input_ids"][0] for w in (" for", " against", " speaks", " synthetic")
    }
    cited = Cited(ITEMS[0], tokenizer, vocabulary(tokenizer))
    assert cited.allowed(" The score is 1.3, which speaks")[0] == [word[" for"]]
    assert cited.allowed(" The score is 1.3, which speaks for a")[0] == [word[" synthetic"]]
    only, banned = Cited(ITEMS[1], tokenizer, vocabulary(tokenizer)).allowed(" The verdict")
    assert only is None and word[" speaks"] in banned  # the verdict speaks for nothing


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_random_weights_keep_to_it(tiny_folder, temperature):
    model = LocalChatModel(local=load(str(tiny_folder)))
    asked = [[HumanMessage(f"Why {item.text}?")] for item in ITEMS]
    said = list(model.sentences(asked, ITEMS, limit=60, temperature=temperature))
    assert [item for item, _ in said] == list(ITEMS)
    for item, line in said:
        head, _, body = line.partition("]")
        assert head == f"[{item.id}"
        whole = re.findall(r"\d+(?:\.\d+)?", body)[:-1]  # the last one may be cut off
        assert set(whole) <= set(re.findall(r"\d+(?:\.\d+)?", item.text))
        assert not set(body) & {"[", "\n"}
    assert said == list(model.sentences(asked, ITEMS, limit=60, temperature=temperature))


@pytest.mark.parametrize("body", [" The score is 13", " The score is 1.4", " The score is ٣", " At 8.3, 1"])
def test_something_may_always_follow(tokenizer, body):
    import torch

    for item in ITEMS:
        cited = Cited(item, tokenizer, vocabulary(tokenizer))
        said = tokenizer(body, add_special_tokens=False)["input_ids"]
        assert torch.isfinite(cited.masked(said, torch.zeros(len(tokenizer)))).any()


def said_by(local):
    asked = [[HumanMessage(f"Why {item.text}?")] for item in ITEMS]
    return list(LocalChatModel(local=local).sentences(asked, ITEMS, limit=20))


def test_attention_of_another_kind_says_the_same_and_quantised_weights_say_something(tiny_folder):
    local = load(str(tiny_folder))
    said = said_by(local)
    local.model.set_attn_implementation("eager")
    assert said_by(local) == said
    assert len(said_by(load(str(tiny_folder), load_in="4bit"))) == len(ITEMS)


def test_a_tokenizer_without_digits_of_their_own_is_not_constrained():
    class Other:
        all_special_ids = ()
        eos_token_id = 0

        def __len__(self):
            return 3

        def batch_decode(self, rows):
            return ["</s>", "12", "a"]

    assert vocabulary(Other()) is None
