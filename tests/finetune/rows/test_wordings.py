import numpy as np
import pytest
from telltale.agent.evidence import Statement
from telltale.agent.reasoning.answer_items import Item, in_part
from telltale.agent.reasoning.grounding.check import check_item
from telltale.agent.reasoning.stance import Role, Stance
from telltale.agent.sentences import Sentence, reworded
from telltale.finetune.rows import wordings
from telltale.finetune.rows.wordings import sentences, template_pattern, ways, worded


def test_every_wording_belongs_to_sentences_and_fills_their_places_alone():
    known = sentences()
    for wording in wordings.wordings():
        assert wording.sentences and wording.say
        places = {place for key in wording.sentences for place in known[key].places}
        for way in wording.say:
            assert set(Sentence(f"test.{hash(way)}", way).places) <= places, way


def test_a_sentence_is_said_in_other_ways_with_its_own_values():
    text = sentences()["noise.consistent"](strength=3.14, threshold=75)
    assert "Over the whole picture the noise level is consistent (strength 3.1; the threshold is 75)" in ways(text)


def test_sentences_in_a_row_are_said_as_a_whole_or_one_by_one():
    known = sentences()
    no_grid, no_ghost = known["jpeg.no_grid"](), known["jpeg.no_ghost"](strength=9.0, threshold=130)
    assert any(" and " in way for way in ways(f"{no_grid} {no_ghost}"))
    ghost = known["jpeg.ghost"](w=64, h=48, x=10, y=20, quality=70, strength=150.0)
    text = f"{ghost} {known['jpeg.cropped']()}"
    assert ways(text) == []
    said = {worded(Item("E1", Stance(Role.METHOD), text), np.random.default_rng(n)) for n in range(20)}
    assert len(said) > 1 and all("64×48" in each and "cropped or resized" in each for each in said)


def test_a_pattern_reads_back_what_a_template_was_filled_with():
    sentence = Sentence("test.reads_back", "The score is {score:+.1f} ({share:.0%} of {name}).")
    for score, share, name in ((-0.6, 0.32, "a.b (c)"), (12.3, 1.0, "x")):
        match = template_pattern_match(sentence, sentence(score=score, share=share, name=name))
        assert match == {"score": f"{score:+.1f}", "share": f"{share:.0%}", "name": name}
    with pytest.raises(ValueError, match="twice"):
        template_pattern(Sentence("test.twice_the_place", "{a} and {a}"))


def template_pattern_match(sentence, text):
    import re

    return re.fullmatch(template_pattern(sentence), text).groupdict()


@pytest.mark.parametrize(
    ("key", "values"),
    [
        (("noise.consistent",), {"strength": 14.9, "threshold": 45.0}),
        (("jpeg.own_grid", "jpeg.no_ghost"), {"strength": 127.4, "threshold": 130.0}),
        (("jpeg.shifted_grid", "jpeg.no_ghost"), {"row": 3, "column": 5, "strength": 86.8, "threshold": 130.0}),
        (("jpeg.grid", "jpeg.no_ghost"), {"row": 3, "column": 5, "strength": 86.8, "threshold": 130.0}),
        (("nearest.nearer_real",), {"real": 0.25, "generated": 0.44}),
    ],
)
def test_what_is_taught_says_what_the_sentence_says(key, values):
    """Every way to say a finding stands before the grounding check, so that nothing false is learned."""
    known = sentences()
    text = " ".join(known[each](**{place: values[place] for place in known[each].places}) for each in key)
    item = Item("E1", Stance(Role.NO_WEIGHT), text)
    assert ways(text) and all(isinstance(check_item(f"{way} [E1].", item, ()), Statement) for way in ways(text))


def test_what_has_no_wording_is_said_as_it_stands():
    rng = np.random.default_rng(0)
    assert worded(Item("E1", Stance(Role.METHOD), "Jpeg measures ghosts."), rng) == "Jpeg measures ghosts"
    assert worded(Item("E1", Stance(Role.METHOD), "One thing. Another thing."), rng) == "One thing; another thing"
    with reworded(lambda sentence: f"Quite otherwise: {sentence.template}"):
        text = sentences()["noise.consistent"](strength=3.1, threshold=75)
    assert worded(Item("E1", Stance(Role.METHOD), text), rng) == text.rstrip(".")


def test_how_a_sentence_opens_and_ends_follows_from_its_stance():
    against = Stance(Role.WEIGHS, "against", "real", dissents=True)
    said = {worded(Item("E1", against, "Hm."), np.random.default_rng(n)) for n in range(60)}
    openings = ("Hm", "On the other hand, hm", "However, hm", "Against that, hm")
    assert said >= set(openings) and any(text.endswith("against a real picture") for text in said)
    part = {worded(Item("E1", in_part(0, 0, 9, 9), "Hm."), np.random.default_rng(n)) for n in range(20)}
    assert part == {"In that part, hm", "There, hm", "Hm"}
    step = {worded(Item("E1", Stance(Role.NEXT_STEP), "In the part, hm."), np.random.default_rng(n)) for n in range(20)}
    assert step == {"In the part, hm"}
