"""Every sentence can be filled in, has a key of its own under its module's name, and is plain English."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from telltale import agent
from telltale.agent.sentences import Sentence, known, reworded

# Constructions that readers stumbled over, and the like of them.
FORBIDDEN = (
    r"\bput to the model\b",
    r"\bwhere it is there\b",
    r"\bwhat falls\b",
    r"\bby CLIP's features\b",
    r"\bits high end lies\b",
    r"\bhas the other sign\b",
    r"\bbears? (?:it|them|this) out\b",
    r"\bwhat is weighed\b",
    r"\bwhat was measured gives\b",
    r"\bas probable if so\b",
    r"\bthat I can't say\b",
    r"\btoo weak to decide\b",
    r"\btoo strong to pass over\b",
    r"\bwith the mend\b",
    r"^No JPEG block grid is visible",
    r"\bwhich it then is\b",
)


class Anything:
    """A value that fits any place of a template."""

    def __format__(self, form):
        for value in (1.5, 2, "word"):
            try:
                return format(value, form)
            except ValueError:
                continue
        raise ValueError(form)

    def __repr__(self):
        return "'word'"


@pytest.fixture(scope="module")
def sentences():
    """The sentences of every module of the agent."""
    for module in pkgutil.walk_packages(agent.__path__, f"{agent.__name__}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return {key: sentence for key, sentence in known().items() if not key.startswith("test.")}


def defined():
    """(module, key) of each sentence in the source; of a key that is put together, what stands before the first gap."""
    for file in sorted(Path(agent.__path__[0]).rglob("*.py")):
        module = file.parent.name if file.stem == "__init__" else file.stem
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence" and node.args):
                continue
            key = node.args[0]
            if isinstance(key, ast.JoinedStr):
                key = key.values[0]
            yield module, key.value if isinstance(key, ast.Constant) else None


def test_every_sentence_takes_values_in_its_places(sentences):
    assert len(sentences) > 50
    for sentence in sentences.values():
        filled = sentence(**dict.fromkeys(sentence.places, Anything()))
        assert filled and "{" not in filled, sentence.key


def test_keys_begin_with_the_name_of_their_module():
    wrong = {(module, key) for module, key in defined() if key is None or not key.startswith(f"{module}.")}
    assert not wrong


def test_keys_are_defined_once():
    keys = [key for _, key in defined()]
    assert sorted(set(keys)) == sorted(keys)


def test_sentences_are_plain(sentences):
    bad = [
        (key, pattern) for key, s in sentences.items() for pattern in FORBIDDEN if re.search(pattern, s.template, re.I)
    ]
    assert not bad


def test_a_sentence_is_filled_in_and_can_be_reworded():
    sentence = Sentence("test.score", "The score is {score:+.1f}.")
    assert sentence.places == ("score",) and sentence(score=2) == "The score is +2.0."
    with reworded(lambda each: f"{each.key}: {{score}}"):
        assert sentence(score=2) == "test.score: 2"
    assert sentence(score=2) == "The score is +2.0."
    with pytest.raises(KeyError):
        sentence()


def test_a_key_belongs_to_one_sentence_and_places_have_names():
    Sentence("test.once", "Once.")
    with pytest.raises(ValueError, match=r"two sentences have the key 'test\.once'"):
        Sentence("test.once", "Twice.")
    for template in ("{}", "{0}", "{item.id}"):
        with pytest.raises(ValueError, match="without a plain name"):
            Sentence("test.places", template)
    assert "test.places" not in known()
