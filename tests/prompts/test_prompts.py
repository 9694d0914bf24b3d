import hashlib
from pathlib import Path

import pytest
from telltale import prompts


def test_a_prompt_is_filled_in():
    assert prompts.load("probe", question="Is it {odd}?", yes="yes", no="no") == "Answer yes or no. Is it {odd}?"


@pytest.mark.parametrize("variables", [{}, {"question": "q", "more": 1}, {"qestion": "q"}])
def test_missing_and_left_over_variables_are_errors(variables):
    with pytest.raises(prompts.PromptError, match="takes"):
        prompts.load("probe", **variables)


def test_unknown_prompts_name_the_known():
    with pytest.raises(prompts.PromptError, match="explain"):
        prompts.load("explian")


def test_digests_are_those_of_the_files():
    file = Path(prompts.__file__).with_name("cues.toml")
    assert prompts.digest("cues.toml") == hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    assert len({prompts.digest(name) for name in ("probe", "explain", "cues.toml")}) == 3


def test_the_taxonomy_is_whole():
    cues, groups = prompts.cues(), [group["name"] for group in prompts.table("cues.toml")["group"]]
    assert len({cue.id for cue in cues}) == len(cues) >= 25
    assert list(dict.fromkeys(cue.group for cue in cues)) == groups and len(set(groups)) == len(groups)
    assert all(cue.question.endswith("?") and cue.statement.endswith(".") for cue in cues)
    assert {cue.supports for cue in cues} == {"synthetic", "tampered"}


def test_examples_show_the_task():
    for finding, sentence in prompts.examples("explain_examples"):
        assert finding.endswith(".")
        assert not sentence.endswith(".")


def test_what_is_used_is_logged_each_time():
    for _ in range(2):  # the files are read once; each use counts all the same
        with prompts.logged() as outer:
            prompts.cues()[0].prompt  # noqa: B018
            with prompts.logged() as inner:
                prompts.table("truthlens.toml")
            prompts.digest("converse")  # asks what a file holds, and uses nothing
        assert inner == {"truthlens.toml"}
        assert outer == {"cues.toml", "probe", "truthlens.toml"}
    assert prompts.cues() is prompts.cues()
