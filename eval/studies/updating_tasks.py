"""The sequence of generators of the study `updating`, and which pictures each task learns from and is tested on.

Letters: T tasks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from ...finetune.heads import clip_training
from ...finetune.heads.clip_training import LeftOut
from ...finetune.heads.replay_memory import Memory, of_samples
from ...finetune.heads.ridge import Features, Indices
from ...finetune.heads.tower_features import Sample

TEST = 3  # one in so many groups of a generator, and one in so many sources of photographs, is left out


@dataclass(frozen=True, slots=True)
class Named:
    """A generator, or several of a kind: the year in which it was first offered, and how its names begin."""

    name: str
    year: int
    begins: tuple[str, ...]


SEQUENCE = (
    Named("StyleGAN", 2018, ("stylegan",)),
    Named("GLIDE, latent and Disco diffusion", 2021, ("glide", "latent-diffusion", "disco")),
    Named("DALL-E 2", 2022, ("dalle-2",)),
    Named("Midjourney of 2022", 2022, ("midjourney-2022",)),
    Named("Stable Diffusion 1", 2022, ("stable-diffusion-1",)),
    Named("SDXL", 2023, ("sdxl",)),
    Named("DALL-E 3", 2023, ("dalle-3", "dall-e-3")),
    Named("Midjourney 6", 2023, ("midjourney-6",)),
    Named("FLUX.1", 2024, ("flux.1",)),
    Named("Stable Diffusion 3.5", 2024, ("sd3.5",)),
    Named("GPT-4o, GPT Image 1", 2025, ("gpt-4o", "gpt-image-1")),
    Named("Qwen-Image", 2025, ("qwen-image",)),
    Named("Nano Banana", 2025, ("nano-banana",)),
    Named("Z-Image", 2025, ("z-image",)),
    Named("GPT Image 2", 2026, ("gpt-image-2",)),
)


@dataclass(frozen=True, slots=True)
class Views:
    """All views of a corpus, and its pictures as indices of them.

    Attributes:
        rows: the views.
        crop: whether each is a crop.
        pictures: of each picture as it is, its views.
    """

    rows: Memory
    crop: np.ndarray
    pictures: list[Indices]


@dataclass(frozen=True, slots=True)
class Draw:
    """What is learned from and tested on, by indices of views.

    Attributes:
        names: of the tasks, in their order [T].
        learn: the views that each task learns from: a generator's, and photographs of sources of its own [T].
        test: the left-out pictures of each task's generator [T].
        photographs: pictures of left-out sources, the same for all tasks.
        never: pictures of generators that are in no task.
    """

    names: list[str]
    learn: list[Indices]
    test: list[list[Indices]]
    photographs: list[Indices]
    never: list[Indices]


def views_of(samples: Sequence[Sample], features: Features) -> Views:
    """The views of a corpus in the order of its pictures."""
    named = []
    for views in clip_training.pictures(samples):
        first = samples[views[0]]
        named.append(
            LeftOut(first.record.source, first.generated, first.record.generator, bool(first.damage), 0, views)
        )
    crop = np.array([samples[index].record.crop > 0 for picture in named for index in picture.samples], bool)
    ends = np.cumsum([len(picture.samples) for picture in named])
    places = [np.arange(end - len(p.samples), end) for p, end in zip(named, ends, strict=True) if not p.copy]
    return Views(of_samples(samples, features, named, fresh=True), crop, places)


def drawn(views: Views, seed: int, *, shuffled: bool = False, sequence: Sequence[Named] = SEQUENCE) -> Draw:
    """Leave out sources of photographs and groups of generated pictures at random, and deal the rest out to the tasks.

    A task without two groups is left out. Groups of the test stay out of every task. So do generated pictures of a
    left-out source; a source that is the only one of a task is not left out.

    Raises:
        ValueError: if fewer than two tasks or three sources of photographs are there.
    """
    rows = views.rows
    task = [
        task_of(name, sequence) if made else None for name, made in zip(rows.generator, rows.generated, strict=True)
    ]
    groups, origins = defaultdict(set), defaultdict(set)
    for name, group, source in zip(task, rows.group, rows.source, strict=True):
        groups[name].add(group)
        origins[name].add(source)
    names = [each.name for each in sequence if len(groups[each.name]) > 1]
    rng, held = np.random.default_rng(seed), set[str]()
    rank = {group: number for number, group in enumerate(_mixed(set(rows.group), rng))}  # one for all, who share groups
    for name in names:
        order = sorted(groups[name], key=rank.__getitem__)
        held |= set(order[: max(1, round(len(order) / TEST))])
    if shuffled:
        names = [names[index] for index in rng.permutation(len(names))]
    real = {source for source, made in zip(rows.source, rows.generated, strict=True) if not made}
    if len(names) < 2 or len(real) < TEST:
        raise ValueError("the study needs two generators of its sequence and three sources of photographs, or more")
    only = {next(iter(origins[name])) for name in names if len(origins[name]) == 1}
    out = set(_mixed(real - only, rng)[: len(real) // TEST])
    home = {source: names[number % len(names)] for number, source in enumerate(_mixed(real - out, rng))}
    learn: dict[str, list[int]] = defaultdict(list)
    for index, (name, group, source, made) in enumerate(
        zip(task, rows.group, rows.source, rows.generated, strict=True)
    ):
        if source in out or (made and (name is None or group in held)):
            continue
        learn[str(name) if made else home[source]].append(index)
    test: dict[str | None, list[Indices]] = defaultdict(list)
    for indices in views.pictures:
        first = int(indices[0])
        name, made = task[first], bool(rows.generated[first])
        if (not made and rows.source[first] in out) or (made and (name is None or rows.group[first] in held)):
            test[("photographs" if not made else name)].append(indices)
    return Draw(
        names=names,
        learn=[np.array(learn[name], np.intp) for name in names],
        test=[test[name] for name in names],
        photographs=test["photographs"],
        never=test[None],
    )


def task_of(generator: str, sequence: Sequence[Named] = SEQUENCE) -> str | None:
    """The task that a generator belongs to, by how its name begins; None if it is in none."""
    return next((each.name for each in sequence if generator.startswith(each.begins)), None)


def _mixed(names: Collection[str], rng: np.random.Generator) -> list[str]:
    """Names in a random order."""
    sorted_names = sorted(names)
    return [sorted_names[index] for index in rng.permutation(len(sorted_names))]
