import pytest
from telltale.agent.reasoning.answers.told_situations import concerns, fears_to_accuse, tells, told_before
from telltale.agent.reasoning.dialogue import knowledge


@pytest.mark.parametrize(
    ("slug", "text", "meant"),
    [
        ("harassment-school", "I am a teacher and don't want to accuse a pupil wrongly", False),
        ("harassment-school", "fake pictures of my daughter go round at school", True),
        ("harassment-school", "Es wird im Klassenchat verbreitet", True),
        ("harassment-school", "Darf ich dem Schüler dafür eine 6 geben?", False),
        ("harassment-school", "同学们在疯传这张图", True),
        ("contest-or-exam", "Darf ich dem Schüler dafür eine 6 geben?", True),
        ("contest-or-exam", "can you examine it, for example", False),
        ("marketplace", "is it different from the first", False),
        ("marketplace", "le propriétaire veut une caution", True),
        ("dating-profile", "does it match the caption", True),
        ("dating-profile", "what now", False),
        ("insurance-claim", "la aseguradora pide fotos del daño", True),
        ("ask-for-original", "anything", True),
    ],
)
def test_advice_of_a_situation_goes_to_whoever_tells_of_it(slug, text, meant):
    assert knowledge.by_slug(slug, "en")
    assert concerns(slug, text) is meant


def test_a_situation_that_was_told_before_still_holds():
    told = ["is it real?", "my landlord sent it", "and the date?", "she wants money", "why"]
    assert [tells(text) for text in told] == [False, True, False, True, False]
    assert told_before(told) == ["my landlord sent it", "she wants money"]


@pytest.mark.parametrize(
    "text",
    ["I don't want to accuse him", "ich will ihm nichts Falsches vorwerfen", "no quiero acusar a nadie",
     "je ne veux pas l'accuser à tort", "作者会不会被冤枉"],
)  # fmt: skip
def test_who_fears_to_accuse_is_heard(text):
    assert fears_to_accuse(text) and not fears_to_accuse("what should I do next")
