"""Single facts of a generator that the file names: which model, through which service, when, and how many steps."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...foreign import Foreign
from ...provenance.credentials.declared_history import Sense, history
from ...provenance.rules.programs import Program
from ...sentences import Sentence
from ..answer_items import Item
from ..dialogue.gloss import plain
from .answer_case import Answered, Case
from .credential_answers import time_stamp
from .file_case import FileCase, answer, claimed, forgeable, said
from .generation_settings import settings
from .maker_answers import NO, asked_for, declared_programs, maker
from .software_answers import credential_steps, software_steps, xmp_steps
from .time_answers import CHANGED, CHANGED_ON, MADE, MADE_ON, named_dates
from .written_dates import alike, dates, of_text

_AI = (Sense.GENERATED, Sense.PART, Sense.PLACED)
# Families of models by what the names of their files begin with or hold.
_FAMILIES = (
    ("FLUX", re.compile(r"flux", re.I)),
    ("Stable Diffusion", re.compile(r"stable[-_ ]?diffusion|sd[-_]?xl|\bsd[-_]?(?:1|2|3)|v1-5|pony|illustrious", re.I)),
    ("Qwen", re.compile(r"qwen", re.I)),
    ("Wan", re.compile(r"\bwan\d", re.I)),
)  # fmt: skip
_FRONT_ENDS = frozenset(
    {
        "Stable Diffusion web UI", "ComfyUI", "InvokeAI", "Fooocus", "SwarmUI", "Easy Diffusion", "Draw Things",
        "Amuse", "Civitai", "Tensor.Art", "Krita AI Diffusion", "DiffusionBee",
    }
)  # fmt: skip
_SERVICE = re.compile(r"service|api|web ?site|platform|\bapp\b|account|dienst|servicio|服务|平台")

MODEL = Sentence(
    "generator_details.model", "By what the file says, the model was {model:80}, in the settings of {program}."
)
MODEL_UNNAMED = Sentence(
    "generator_details.model_unnamed", "By what the file says, the model was {model:80}, in a generator's settings."
)
AGENT = Sentence(
    "generator_details.agent",
    "By what the content credentials declare, {agent:80} made it; no more is said of a model.",
)
NO_MODEL = Sentence(
    "generator_details.no_model", "The file names a generator, but not which model or version of it was used."
)
NO_SERVICE = Sentence(
    "generator_details.no_service",
    "Through which account, app or interface it was made, the file does not say.",
)
FRONT_END = Sentence(
    "generator_details.front_end",
    "Perhaps: the file points to {program}, a program that runs models of {asked} and others, and it names no model.",
)
FRONT_END_YES = Sentence(
    "generator_details.front_end_yes",
    "By what the file says, yes: its settings of {program} name the model {model:80}; but anyone can write such "
    "settings.",
)
NO_MAKING_DATE = Sentence(
    "generator_details.no_making_date", "The file gives no date at which the picture was generated."
)
SIGNED_ON = Sentence(
    "generator_details.signed_on",
    "Its content credentials are dated {moment}, when they were signed: it was made by then, if that date is right.",
)
AI_STEPS = Sentence(
    "generator_details.ai_steps", "Of {count} steps that the content credentials list, {ai} declare generative AI."
)
AI_STEP = Sentence(
    "generator_details.ai_step", "Of {count} steps that the content credentials list, one declares generative AI."
)
NO_AI_STEPS = Sentence(
    "generator_details.no_ai_steps", "The content credentials list {count} steps, and none declares generative AI."
)
EDIT_STEPS = Sentence("generator_details.edit_steps", "The file records {count} steps of editing.")


def generator_model(case: Case) -> Answered | None:
    """Which model or service the file names; None if it names no generator and declares no AI."""
    file = case.file
    named = declared_programs(file)
    if not (named.made or named.edited or file.declared):
        return None
    asked = asked_for(case.asked.text)
    items: list[Item] = []
    if (found := _model(file)) is not None:
        model, program = found
        family = family_of(model)
        if asked is not None and family is not None and family != family_of_name(asked):
            items.append(said(NO(asked=asked.name, programs=f"{model:80}")))
        text = MODEL_UNNAMED(model=model) if program is None else MODEL(model=model, program=program)
        items.append(said(text))
    elif (agent := next(_agents(file), None)) is not None:
        items.append(said(AGENT(agent=agent)))
    else:
        items.append(said(NO_MODEL()))
    if _SERVICE.search(plain(case.asked.text)):
        items.append(said(NO_SERVICE()))
    declared = file.declared[:1]
    items += [*maker(file)[:1], *file.cited(declared)]
    return Answered(answer(items, *(claimed(file)[:1] or [forgeable(file)])), about=declared)


def of_front_end(case: FileCase, asked: Program) -> Item | None:
    """Whether a program in the file runs the models that are asked for, and which one it names; None if it is none."""
    programs = [one.program.name for one in (*declared_programs(case).made, *declared_programs(case).edited)]
    front = next((name for name in programs if name in _FRONT_ENDS), None)
    wanted = family_of_name(asked)
    if front is None or wanted is None or asked.name in programs:
        return None
    found = _model(case)
    if found is None:
        return said(FRONT_END(program=front, asked=asked.name))
    family = family_of(found[0])
    if family is not None and family != wanted:
        return said(NO(asked=asked.name, programs=f"{found[0]:80}"))
    if family is None:
        return said(FRONT_END(program=front, asked=asked.name))
    return said(FRONT_END_YES(program=front, model=found[0]))


def made_when(case: Case) -> Answered | None:
    """When it was generated, by the dates of the file; None if the file does not say that AI made or changed it."""
    file = case.file
    if not file.declared:
        return None
    made, changed = alike(dates(file, MADE)), alike(dates(file, CHANGED))
    items = [said(MADE_ON(moments=named_dates(made[:3])))] if made else [said(NO_MAKING_DATE())]
    manifest = file.manifest
    if manifest is not None and manifest.signed_at:
        items += [said(SIGNED_ON(moment=of_text(manifest.signed_at))), *time_stamp(file)]
    items += [said(CHANGED_ON(moments=named_dates(changed[:3])))] if changed else []
    return Answered(answer(items, *(claimed(file)[:1] or [forgeable(file)])), about=file.declared[:1])


def step_count(case: Case) -> Answered | None:
    """How many steps the file records, and how many of them declare AI; None if it records none."""
    file = case.file
    listed = credential_steps(file)
    if not listed:
        count = len(xmp_steps(file))
        return Answered([said(EDIT_STEPS(count=count)), *software_steps(file), forgeable(file)]) if count else None
    ai = sum(one.sense in _AI for one in listed)
    if ai == 1:
        first = AI_STEP(count=len(listed))
    else:
        first = AI_STEPS(count=len(listed), ai=ai) if ai else NO_AI_STEPS(count=len(listed))
    return Answered(answer([said(first), *software_steps(file)[:1]], *claimed(file)[:1]), about=file.declared[:1])


def family_of(model: Foreign) -> str | None:
    """The family of a model by the name of its file; None if it is not known."""
    return next((name for name, words in _FAMILIES if words.search(model.raw[:200])), None)


def family_of_name(program: Program) -> str | None:
    """The family of models that a program of the table is, such as FLUX; None if it is none."""
    return next((name for name, words in _FAMILIES if words.search(program.name)), None)


def _model(case: FileCase) -> tuple[Foreign, str | None] | None:
    """The model in the settings of generation, and the program that wrote them."""
    for one in settings(case.contents):
        if "model" in one.values:
            return one.values["model"], one.program
    return None


def _agents(case: FileCase) -> Iterator[Foreign]:
    """Who made the picture by its credentials, the step that generates first."""
    manifest = case.manifest
    steps = [one for one in history(manifest) if one.sense in _AI] if manifest is not None else []
    for one in sorted(steps, key=lambda step: step.sense is not Sense.GENERATED):
        if one.action.agent:
            yield one.action.agent
