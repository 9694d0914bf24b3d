"""A local vision-language model: batches by length, and one shared prefix for all questions about the same media.

Letters: U media sets, Q questions, P tokens of the prefix up to the last picture, S of the longest suffix, V words.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from ...agent.perception.adapters import AdapterName, using
from ...agent.perception.models import LocalModel, end_tokens, load
from ...agent.perception.packing import common_prefix
from ...agent.perception.probes import PACKABLE, after_picture, answer_tokens, image_token
from .. import parsing
from ..items import LETTERS, Batch, Item, Modality, Reply
from ..sets.media import MediaError, frames, picture
from .endpoint_models import ACKNOWLEDGED
from .responder import PICTURES, ResponderOptions, by_media

Pictures = dict[tuple[str, ...], list[Any]]  # Pillow images by the files of a media set


class LocalResponder:
    """A model in memory."""

    modalities: frozenset[Modality] = PICTURES | frozenset[Modality](("text",))
    looks = True
    at_once = 1
    as_whole = True  # the padding of a batch moves the last digit

    def __init__(self, name: str, options: ResponderOptions, *, share: bool = True) -> None:
        """Load the model.

        Args:
            name: `small`, a hub id or a folder.
            options: adapters, quantisation, and how many questions make a batch.
            share: compute the prefix that questions about the same media share only once.

        Raises:
            ModelError, AdapterError: if it can't be loaded.
        """
        self._model = load(name, options.adapter, options.load_in, bare=options.bare)
        self._batch, self._share = options.batch, share and self._model.model.config.model_type in PACKABLE
        adapters = ",".join(f"{key}={value}" for key, value in sorted(self._model.adapters.items()))
        self.name = f"{name} (bare)" if options.bare else name
        self.version = (
            f"{self._model.version}|{adapters}|{options.load_in}|batch {options.batch}|{self._model.model.dtype}"
        )

    @property
    def model(self) -> LocalModel:
        """The model itself."""
        return self._model

    def plan(self, items: Sequence[Item]) -> list[Batch]:
        """Batches of whole media sets, sorted by the number of media and the length of the text."""
        groups = sorted(by_media(items), key=lambda group: (_shape(group[0]), max(len(i.question) for i in group)))
        batches: list[Batch] = []
        for group in groups:
            fits = batches and len(batches[-1]) + len(group) <= self._batch
            if fits and _shape(batches[-1][0]) == _shape(group[0]):
                batches[-1] += group
            else:
                batches.append(list(group))
        return batches

    def answer(self, batch: Sequence[Item], tokens: int) -> list[Reply]:
        """Greedy replies; if media can't be read, only their own items fail."""
        import torch

        began = time.perf_counter()
        errors: dict[str, str] = {}
        pictures: Pictures = {}
        for item in batch:
            try:
                pictures.setdefault(item.media, _pictures(item))
            except MediaError as error:
                errors[item.id] = str(error)
        able = [item for item in batch if item.id not in errors]
        adapters: tuple[AdapterName, ...] = ("perceive", "explain") if batch[0].kind == "explanation" else ("perceive",)
        replies: dict[str, Reply] = {}
        if able:
            with torch.inference_mode(), using(self._model.model, *adapters):
                generated = self._generate(able, pictures, tokens)
            replies = dict(zip((item.id for item in able), generated, strict=True))
        spent = (time.perf_counter() - began) / len(batch)
        every = [replies.get(item.id) or Reply(error=errors[item.id]) for item in batch]
        return [reply.model_copy(update={"seconds": spent}) for reply in every]

    def _generate(self, items: Sequence[Item], pictures: Pictures, tokens: int) -> list[Reply]:
        texts = [self._text(item, len(pictures[item.media])) for item in items]
        shares = self._share and bool(items[0].media) and bool(pictures[items[0].media])
        inputs = self._prefixed(items, pictures, texts) if shares else self._plain(items, pictures, texts)
        first = _FirstLogits()
        tokenizer = self._model.processor.tokenizer
        start = inputs["input_ids"].shape[1]
        made = self._model.model.generate(
            **inputs,
            max_new_tokens=tokens,
            do_sample=False,
            logits_processor=[first],
            stopping_criteria=[_StopAtAnswer(tokenizer, start, [item.kind for item in items])],
            pad_token_id=tokenizer.pad_token_id if tokenizer.pad_token_id is not None else tokenizer.eos_token_id,
        )[:, start:]  # [Q, tokens]
        written = tokenizer.batch_decode(made, skip_special_tokens=True)
        chances = first.logits.float().softmax(-1)  # [Q, V]
        counts = inputs["attention_mask"].sum(-1).tolist()
        ends = set(end_tokens(self._model))
        return [
            Reply(
                text=text.strip(),
                options=self._options(item, row),
                tokens_in=int(count),
                tokens_out=_length(ids, ends),
                cut_off=len(ids) >= tokens and not ends & set(ids) and not parsing.gives_answer(item.kind, text),
            )
            for item, text, row, count, ids in zip(items, written, chances, counts, made.tolist(), strict=True)
        ]

    def _text(self, item: Item, pictures: int) -> str:
        """The conversation as the model's own chat template renders it, each picture before the text about it."""
        each = [{"type": "image"}]
        steps = [[*each, {"type": "text", "text": lead}] for lead in item.lead]
        last = [*each * (pictures - len(item.lead)), {"type": "text", "text": item.question}]
        turns: list[dict[str, Any]] = []
        if item.one_turn:
            last = [part for step in (*steps, last) for part in step]
        else:
            for step in steps:
                turns.append({"role": "user", "content": step})
                turns.append({"role": "assistant", "content": [{"type": "text", "text": ACKNOWLEDGED}]})
        turns.append({"role": "user", "content": last})
        render = self._model.processor.apply_chat_template
        if not item.system:
            return render(turns, add_generation_prompt=True)
        told = [{"type": "text", "text": item.system}]
        try:
            text = render([{"role": "system", "content": told}, *turns], add_generation_prompt=True)
        except Exception:  # a template without such a role raises an error of jinja2, of any kind
            text = ""
        if item.system in text:
            return text
        turns[0]["content"] = [*told, *turns[0]["content"]]  # the user says it
        return render(turns, add_generation_prompt=True)

    def _plain(self, items: Sequence[Item], pictures: Pictures, texts: list[str]) -> dict[str, Any]:
        """Every question with its own media, padded on the left."""
        flat = [image for item in items for image in pictures[item.media]]
        options = {"images": flat} if flat else {}
        inputs = self._model.processor(**options, text=texts, return_tensors="pt", padding=True, padding_side="left")
        return dict(inputs.to(self._model.model.device, self._model.model.dtype))

    def _prefixed(self, items: Sequence[Item], pictures: Pictures, texts: list[str]) -> dict[str, Any]:
        """A cache of every media set's prefix, repeated for each of its questions, and the questions after it.

        The prefix ends with the words that all questions of the batch begin with. Between prefix and question lies
        padding, which the mask leaves out and positions do not count.
        """
        import torch

        model, processor = self._model.model, self._model.processor
        unique = {item.media: text for item, text in reversed(list(zip(items, texts, strict=True)))}
        sets = list(dict.fromkeys(item.media for item in items))  # [U]
        inputs = processor(
            images=[image for media in sets for image in pictures[media]],
            text=[unique[media] for media in sets],
            return_tensors="pt",
            padding=True,
            padding_side="right",
        ).to(model.device, model.dtype)
        at = [int((row == image_token(self._model)).nonzero()[-1]) + 1 for row in inputs["input_ids"]]
        if len(set(at)) > 1:  # pictures of different length: each would need a prefix of its own
            return self._plain(items, pictures, texts)
        suffixes = [after_picture(self._model, text) for text in texts]
        common = common_prefix(suffixes)
        prefix = inputs["input_ids"][:, : at[0] + common]  # [U, P]
        whole = {**inputs, "input_ids": prefix, "attention_mask": torch.ones_like(prefix)}
        cache = model(**whole, use_cache=True, logits_to_keep=1).past_key_values
        rows = torch.tensor([sets.index(item.media) for item in items], device=model.device)  # [Q]
        cache.batch_select_indices(rows)
        suffixes = [suffix[common:] for suffix in suffixes]
        most = max(map(len, suffixes))
        pad = processor.tokenizer.pad_token_id or 0
        ids = torch.tensor([[pad] * (most - len(s)) + s for s in suffixes], device=model.device)  # [Q, S]
        mask = torch.tensor([[0] * (most - len(s)) + [1] * len(s) for s in suffixes], device=model.device)
        return {
            "input_ids": torch.cat([prefix[rows], ids], 1),  # [Q, P + S]
            "attention_mask": torch.cat([torch.ones_like(prefix[rows]), mask], 1),
            "past_key_values": cache,
        }

    def _options(self, item: Item, row: Any) -> tuple[float, ...]:
        """Probabilities of yes and no, or of the letters, at the first token."""
        tokenizer = self._model.processor.tokenizer
        if item.kind == "judgement":
            try:
                return tuple(float(row[side].sum()) for side in answer_tokens(tokenizer))
            except ValueError:
                return ()
        if item.kind != "choice":
            return ()
        each = []
        for key in LETTERS[: len(item.options)]:
            encoded = [tokenizer.encode(space + key, add_special_tokens=False) for space in ("", " ")]
            each.append(sorted({ids[0] for ids in encoded if len(ids) == 1}))
        return tuple(float(row[ids].sum()) for ids in each)


class _StopAtAnswer:
    """Ends a reply as soon as it holds the answer: no figure depends on the text after it."""

    def __init__(self, tokenizer: Any, start: int, kinds: Sequence[str]) -> None:
        self._tokenizer, self._start, self._kinds = tokenizer, start, kinds
        self._needed = any(kind in ("judgement", "choice") for kind in kinds)

    def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
        import torch

        if not self._needed:
            return torch.zeros(len(input_ids), dtype=torch.bool, device=input_ids.device)
        written = self._tokenizer.batch_decode(input_ids[:, self._start :], skip_special_tokens=True)
        done = [parsing.gives_answer(kind, text) for kind, text in zip(self._kinds, written, strict=True)]
        return torch.tensor(done, device=input_ids.device)


class _FirstLogits:
    """Keeps the logits [Q, V] of the first token, and changes nothing."""

    logits: Any = None

    def __call__(self, input_ids: Any, scores: Any) -> Any:
        if self.logits is None:
            self.logits = scores.clone()
        return scores


def _shape(item: Item) -> tuple[Any, ...]:
    """What the items of a batch must have in common: kind, number of media, whether they are frames, the texts."""
    return item.kind == "explanation", len(item.media), item.modality == "video", item.lead, item.one_turn, item.system


def _pictures(item: Item) -> list[Any]:
    """The pictures of an item, a video as its frames."""
    if item.modality == "text":
        return []
    if item.modality == "video":
        from PIL import Image

        return [Image.fromarray(frame) for path in item.media for frame in frames(path)]
    return [picture(path) for path in item.media]


def _length(ids: Sequence[int], ends: set[int]) -> int:
    """Tokens of a reply, including the one that ends it."""
    return next((n for n, token in enumerate(ids, 1) if token in ends), len(ids))
