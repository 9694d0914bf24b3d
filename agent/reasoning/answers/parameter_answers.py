"""The prompt and the settings of generation that a file holds."""

from __future__ import annotations

from collections.abc import Iterator

from ...provenance.rules import maker_marks
from ...provenance.rules.parameters import PLACES
from ...sentences import Sentence
from ..answer_items import Item
from .file_case import FileCase, answer, forgeable, more, said
from .generation_settings import Settings, settings

_LONG = 300  # characters of a prompt that an answer quotes

NO_PARAMETERS = Sentence(
    "parameter_answers.no_parameters",
    "The file holds no prompt and no other settings of a generator.",
)
NO_PARAMETERS_SAYS_NOTHING = Sentence(
    "parameter_answers.no_parameters_says_nothing",
    "That says nothing about how the picture was made: online generators write none, and platforms remove them. Ask "
    "for the file as it was first saved.",
)
ASK_MAKER = Sentence(
    "parameter_answers.ask_maker",
    "Many generators write no prompt into the file; whoever made the picture may still have it in that program.",
)
HOLDS = Sentence("parameter_answers.holds", "The file holds the settings of {program} ({place}).")
HOLDS_UNNAMED = Sentence(
    "parameter_answers.holds_unnamed",
    "The file holds the settings of an image generator that it does not name ({place}).",
)
HOLDS_WORKFLOW = Sentence(
    "parameter_answers.holds_workflow",
    "The file holds a workflow of {program} that loads a picture and changes it ({place}).",
)
PROMPT = Sentence("parameter_answers.prompt", "The prompt is {prompt:300}.")
NO_PROMPT = Sentence("parameter_answers.no_prompt", "No prompt could be read from them.")
NEGATIVE = Sentence("parameter_answers.negative", "To be left out (negative prompt): {prompt:300}.")
VALUES = Sentence("parameter_answers.values", "Other settings: {values}.")
ONE_VALUE = Sentence("parameter_answers.one_value", "The settings in the file name this: {value}.")
VALUE_NAMES = {
    "model": Sentence("parameter_answers.model", "model {value:80}"),
    "seed": Sentence("parameter_answers.seed", "seed {value:40}"),
    "steps": Sentence("parameter_answers.steps", "steps {value:20}"),
    "sampler": Sentence("parameter_answers.sampler", "sampler {value:40}"),
    "scheduler": Sentence("parameter_answers.scheduler", "scheduler {value:40}"),
    "guidance": Sentence("parameter_answers.guidance", "guidance {value:20}"),
    "size": Sentence("parameter_answers.size", "size {value:20}"),
}
SYSTEM = Sentence("parameter_answers.system", "IPTC's fields on AI name the system {system:60} ({place}).")
JOB = Sentence(
    "parameter_answers.job", "Its description, which ends with the number of a Midjourney job, is {text:300}."
)
ALSO_EDITED = Sentence(
    "parameter_answers.also_edited",
    "A photograph that was only enlarged or retouched in such a program can carry the same settings.",
)


def parameters(case: FileCase) -> list[Item]:
    """The prompt, the negative prompt and the settings of generation that the file holds."""
    found = settings(case.contents)
    items: list[Item] = []
    long = len(found) > 1
    for one in found[:1]:
        items.append(_holds(one))
        items += _settings(one)
        long = long or any(len(text.raw) > _LONG for text in (one.prompt, one.negative) if text is not None)
    items += list(_other_prompts(case))
    if not items:
        end = ASK_MAKER if case.declared else NO_PARAMETERS_SAYS_NOTHING
        return answer([said(NO_PARAMETERS()), *case.cited(case.declared[:2])], said(end()))
    if found:
        items.append(said(ALSO_EDITED()))
    return answer(items, forgeable(case), *([more()] if long else []))


def one_setting(case: FileCase, name: str) -> list[Item]:
    """A single setting of generation that a question names; none if the file does not hold it.

    Args:
        case: the file.
        name: one of `VALUE_NAMES`.
    """
    for one in settings(case.contents)[:1]:
        if name in one.values:
            return [said(ONE_VALUE(value=VALUE_NAMES[name](value=one.values[name])))]
    return []


def values_of(case: FileCase) -> list[Item]:
    """The settings of generation that the file holds, such as the model, without the prompt; none if it holds none."""
    return [said(text) for one in settings(case.contents)[:1] for text in _values(one)]


def _holds(one: Settings) -> Item:
    place = PLACES[one.place]()
    if not one.generates:
        return said(HOLDS_WORKFLOW(program=one.program, place=place))
    return said(HOLDS_UNNAMED(place=place) if one.program is None else HOLDS(program=one.program, place=place))


def _settings(one: Settings) -> Iterator[Item]:
    yield said(PROMPT(prompt=one.prompt) if one.prompt is not None else NO_PROMPT())
    if one.negative is not None:
        yield said(NEGATIVE(prompt=one.negative))
    yield from map(said, _values(one))


def _values(one: Settings) -> Iterator[str]:
    if values := [sentence(value=one.values[name]) for name, sentence in VALUE_NAMES.items() if name in one.values]:
        yield VALUES(values=", ".join(values))


def _other_prompts(case: FileCase) -> Iterator[Item]:
    """Prompts in fields that are no front end's: IPTC's fields on AI, and Midjourney's description."""
    if (given := maker_marks.ai_fields(case.fields)) is not None:
        if given.system:
            yield said(SYSTEM(system=given.system, place=PLACES[given.place]()))
        if given.prompt:
            yield said(PROMPT(prompt=given.prompt))
    if (job := maker_marks.midjourney_job(case.fields)) is not None:
        yield said(JOB(text=job[1]))
