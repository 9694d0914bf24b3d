import pytest
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import HumanMessage
from telltale.agent.evidence import Dropped, Statement
from telltale.agent.perception.adapters import using
from telltale.agent.perception.merging import writer
from telltale.agent.perception.models import load
from telltale.agent.reasoning.answer_items import Item
from telltale.agent.reasoning.stance import Role, Stance
from telltale.agent.reasoning.writing.chat_model import LocalChatModel
from telltale.agent.reasoning.writing.writer import write

ITEMS = [
    Item(
        "E1", Stance(Role.WEIGHS, "for", "real"), "EXIF names the camera NIKON D90 and holds 8 of 8 fields.", must=True
    ),
    Item(
        "V",
        Stance(Role.VERDICT),
        "The verdict is real (calibrated: real 82%, synthetic 5%, tampered 13%).",
        label="real",
    ),
]


@pytest.fixture
def tuned(tiny_folder, tmp_path, fresh_adapter):
    """A random model with a fresh adapter to write with."""
    from transformers import LlavaForConditionalGeneration

    fresh_adapter(LlavaForConditionalGeneration.from_pretrained(tiny_folder), "explain", tmp_path)
    model = LocalChatModel(local=load(str(tiny_folder), tmp_path))
    assert model.tuned
    return model


def replies(monkeypatch, texts):
    """A tuned model that says these texts, one a call and a line an item, and what it was asked."""
    calls = []

    def sentences(self, conversations, items, **options):
        calls.append((conversations, items, options))
        yield from zip(items, texts[min(len(calls), len(texts)) - 1].split("\n"), strict=True)

    monkeypatch.setattr(LocalChatModel, "sentences", sentences)
    return calls


def test_lines_become_sentences_with_their_citation_at_the_end(tuned, monkeypatch):
    calls = replies(monkeypatch, ["[E1] EXIF names the camera NIKON D90.\n[V] The verdict is real, with real at 82%."])
    said = list(write(tuned, ITEMS, "Why?", history=[HumanMessage("before")]))
    assert [item.id for item, _ in said] == ["E1", "V"]
    assert [result.text for _, result in said] == [
        "EXIF names the camera NIKON D90 [E1].",
        "The verdict is real, with real at 82% [verdict].",
    ]
    (first, second), items, _ = calls[0]
    assert [m.content for m in first][1] == "before" == second[1].content
    assert first[-1].content.startswith("Findings:\n[E1] for real: EXIF names")
    assert second[-1].content.startswith("Findings:\n[V] verdict: The verdict is real")
    assert items == ITEMS


def test_what_falls_is_dropped_and_costs_no_other_sentence(tuned, monkeypatch):
    calls = replies(monkeypatch, ["[E1] EXIF names the camera NIKON D70.\n[V] The verdict is real."])
    results = [result for _, result in write(tuned, ITEMS, "Why?")]
    assert [type(result) for result in results] == [Dropped, Statement] and len(calls) == 1
    assert "number 70" in results[0].reason and not results[0].mended
    replies(monkeypatch, ["[E1] EXIF does not name the camera NIKON D90."])
    negated = list(write(tuned, ITEMS[:1], "Why?"))
    assert [result.failed for _, result in negated] == ["negation"]


def test_a_model_that_fails_costs_its_sentences_only(tuned, monkeypatch):
    def sentences(self, conversations, items, **options):
        raise RuntimeError("out of memory")

    monkeypatch.setattr(LocalChatModel, "sentences", sentences)
    ((_, result),) = write(tuned, ITEMS, "Why?")
    assert isinstance(result, Dropped) and result.failed == "model" and "out of memory" in result.reason


@pytest.mark.slow
def test_a_random_tuned_model_yields_nothing_but_checked_sentences(tuned):
    for item, result in write(tuned, ITEMS, "Why?"):
        assert item in ITEMS
        assert isinstance(result, Dropped) or result.cites in (("E1",), ("verdict",))


def test_a_model_that_was_not_tuned_words_one_item_at_a_time():
    model = FakeListChatModel(responses=["EXIF names the camera NIKON D90", "It is a fake picture"])
    (_, first), (_, second) = write(model, ITEMS, "Why?")
    assert first.text == "EXIF names the camera NIKON D90 [E1]."
    assert isinstance(second, Dropped) and second.failed == "direction"


def test_the_merged_copy_writes_what_the_adapter_on_its_base_writes(tiny_folder, tmp_path, fresh_adapter):
    import torch
    from transformers import LlavaForConditionalGeneration

    fresh_adapter(LlavaForConditionalGeneration.from_pretrained(tiny_folder), "explain", tmp_path)
    local = load(str(tiny_folder), tmp_path)
    torch.manual_seed(1)
    for name, value in local.model.named_parameters():
        if ".lora_B." in name:
            torch.nn.init.normal_(value, std=0.5)
    assert writer(local, "explain") is not None
    model = LocalChatModel(local=local)
    asked = [HumanMessage("Hello there")]
    merged = str(model.invoke(asked, max_tokens=30).content)
    inputs = model.inputs(asked)
    with torch.inference_mode(), using(local.model, "explain"):
        ids = local.model.generate(**inputs, max_new_tokens=30, do_sample=False)[0, inputs["input_ids"].shape[1] :]
    assert merged == local.processor.tokenizer.decode(ids, skip_special_tokens=True)
    bare = LocalChatModel(local=local, adapter=None)
    assert str(bare.invoke(asked, max_tokens=30).content) != merged


def test_fixed_items_stand_as_they_are_in_their_place():
    fixed = Item("V", Stance(Role.VERDICT), "Nothing of weight speaks against the verdict.", fixed=True)
    model = FakeListChatModel(responses=["The camera NIKON D90 is named, and 8 of 8 fields are held."])
    written = list(write(model, [fixed, ITEMS[0]], "Why?"))
    assert [item for item, _ in written] == [fixed, ITEMS[0]]
    assert written[0][1].text == "Nothing of weight speaks against the verdict [verdict]."
    assert written[0][1].written_by == "template" and written[1][1].written_by == "model"
    (alone,) = write(FakeListChatModel(responses=[]), [fixed], "Against?")
    assert isinstance(alone[1], Statement)


def test_what_opens_an_answer_as_it_stands_is_said_before_the_model_is_asked(tuned, monkeypatch):
    calls = replies(monkeypatch, ["[E1] EXIF names the camera NIKON D90.\n[V] The verdict is real, with real at 82%."])
    opening = Item("V", Stance(Role.VERDICT), "Fixed.", must=True, fixed=True)
    written = write(tuned, [opening, *ITEMS], "Why?")
    assert next(written)[1].text == "Fixed [verdict]." and not calls
    assert [item for item, _ in written] == list(ITEMS)
    assert calls[0][2]["together"]  # nobody waits for the first of them alone
