"""How the picture was examined: methods, versions and hashes, trust lists, what was left unchecked, log, command."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from ..detectors.registry import BUILT_IN
from ..evidence import Examination
from ..foreign import Foreign
from ..sentences import Sentence
from . import report_labels as labels
from .document_parts import (
    Block,
    Cell,
    Command,
    Exact,
    Paragraph,
    Points,
    Quoted,
    Said,
    Section,
    Table,
    exact,
    said,
    titled,
)
from .finding_sections import not_measured
from .item_sections import record_hash

_NAME = 100  # letters of a file's name that a command line repeats
_LEAST_TIME = 0.01  # seconds below which a step took about none
_HELPERS = frozenset({"text"})  # models that only read writing, and that `--model` does not take
TRUST = Sentence("method_sections.trust", "Trusted signers")
TRUST_LIST = Sentence(
    "method_sections.trust_list", "Lists of trusted signers that were used, and when they were checked:"
)
NO_TRUST = Sentence(
    "method_sections.no_trust",
    "No list of trusted signers was used, so no signer of content credentials counts as trusted.",
)
MEASURES = Sentence("method_sections.measures", "Measures")
HOLDS = Sentence("method_sections.holds", "Holds for")
REFERENCE = Sentence("method_sections.reference", "Published in")
PARAMETER = Sentence("method_sections.parameter", "Error rate that was chosen: {rate:.1%}")
OTHER = Sentence("method_sections.other", "Detectors that are not built in, with no description of theirs here:")
COULD_NOT = Sentence("method_sections.could_not", "These could not measure this picture:")
VERSIONS_TITLE = Sentence("method_sections.versions_title", "Versions and hashes")
VERSIONS = Sentence(
    "method_sections.versions",
    "Programs with their versions; prompts, heads, adapters and models with the beginning of the SHA-256 of their "
    "files:",
)

UNCHECKED = (
    Sentence(
        "method_sections.synthid",
        "Invisible watermarks such as SynthID. Their detectors are services of those who made them, and none works on "
        "this machine.",
    ),
    Sentence(
        "method_sections.soft_binding",
        "Soft bindings: whether content credentials that were removed can be found again by a watermark or "
        "fingerprint. That takes a query to a service.",
    ),
    Sentence(
        "method_sections.remote",
        "Content credentials that a file only points to on another machine. Nothing was fetched for this examination.",
    ),
    Sentence(
        "method_sections.reverse_search",
        "Whether the picture, or one that it was made from, was published before. Ask several reverse image searches.",
    ),
    Sentence("method_sections.scene", "Who or what is shown, where and when, and whether the scene was staged."),
    Sentence(
        "method_sections.camera", "Whether a certain camera took the picture, by the noise pattern of its sensor."
    ),
)
ALTERED = Sentence(
    "method_sections.altered", "Altered parts were looked for, but are seldom found; not finding one means little."
)
UNCHECKED_LEAD = Sentence(
    "method_sections.unchecked_lead",
    "This examination ran on one machine without asking any service. So it did not check:",
)

STAGES = {
    "intake": Sentence("method_sections.intake", "Read the file in a process of its own"),
    "provenance": Sentence("method_sections.provenance", "Read what the file says about itself"),
    "detectors": Sentence("method_sections.detectors", "Measured the pixels"),
    "perception": Sentence("method_sections.perception", "Asked the model about visual cues"),
    "evidence": Sentence("method_sections.evidence", "Numbered and weighed the findings"),
    "second_look": Sentence("method_sections.second_look", "Looked for disagreement, and measured again where needed"),
    "verdict": Sentence("method_sections.verdict", "Came to the verdict"),
    "explanation": Sentence("method_sections.explanation", "Wrote the explanation and checked it"),
    "artifacts": Sentence("method_sections.artifacts", "Had models describe the picture"),
    "claim": Sentence("method_sections.claim", "Judged the claim"),
    "total": Sentence("method_sections.total", "In all"),
}
SIDE_BY_SIDE = Sentence(
    "method_sections.side_by_side", "Some steps run side by side, so the times can add up to more than the whole."
)
CASE_LOG = Sentence(
    "method_sections.case_log",
    "Entries of the case's log about this exhibit, as they were kept; those about other exhibits are left out:",
)

CHECK_HASH = Sentence(
    "method_sections.check_hash",
    "Check that the file is the same, then examine it with the same version, weights and options. The figures should "
    "be the same; on another processor the last digits can differ.",
)
COMMAND_INFERRED = Sentence(
    "method_sections.command_inferred",
    "The record does not hold the options of the call. This command has those that can be told from the record.",
)
RECORD = Sentence("method_sections.record", "The record that this report was made from has the SHA-256:")


def unchecked() -> Section:
    """What was not checked and can't be on this machine."""
    points = tuple(said(sentence()) for sentence in UNCHECKED)
    blocks = (Paragraph(said(UNCHECKED_LEAD())), Points(points), Paragraph(said(ALTERED())))
    return Section("unchecked", Said(labels.UNCHECKED()), blocks)


def methods(record: Examination) -> Section:
    """The detectors with what they measure and where that was published, trust lists, versions and hashes."""
    sources = list(dict.fromkeys(item.source for item in record.evidence if item.kind == "detector"))
    known = [BUILT_IN[source] for source in sources if source in BUILT_IN]
    blocks: list[Block] = []
    if record.verdict.error_rate is not None:
        blocks.append(Paragraph(said(PARAMETER(rate=record.verdict.error_rate))))
    if known:
        head = tuple(said(each()) for each in (labels.METHOD, MEASURES, HOLDS, REFERENCE))
        rows = tuple(((exact(d.name),), (said(d.measures),), (said(d.holds),), (titled(d.reference),)) for d in known)
        blocks.append(Table(head, rows, (5, 9, 9, 9)))
    if other := [source for source in sources if source not in BUILT_IN]:
        blocks += [Paragraph(said(OTHER())), Points(tuple(map(exact, other)))]
    if failed := not_measured(record):
        blocks += [Paragraph(said(COULD_NOT())), Points(tuple((Exact(f.source), Said(f.statement)) for f in failed))]
    blocks += _trust(record)
    rest = [(name, version) for name, version in record.versions.items() if not name.startswith("trust:")]
    told = (Paragraph(said(VERSIONS_TITLE()), "heading"), Paragraph(said(VERSIONS())))
    table = Table(
        (said(labels.NAME()), said(labels.VERSION())),
        tuple(((exact(name),), (exact(version),)) for name, version in rest),
        (1, 1),
    )
    return Section("methods", Said(labels.METHODS()), (*blocks, *told, table))


def _trust(record: Examination) -> list[Block]:
    used = [(name.removeprefix("trust:"), text) for name, text in record.versions.items() if name.startswith("trust:")]
    title = Paragraph(said(TRUST()), "heading")
    if not used:
        return [title, Paragraph(said(NO_TRUST()))]
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        ((exact(name),), tuple(exact(part) for part in text.split(", "))) for name, text in used
    )
    return [title, Paragraph(said(TRUST_LIST())), Table((said(labels.NAME()), said(labels.VALUE())), rows, (1, 3))]


def log(record: Examination, lines: Sequence[str]) -> Section:
    """The steps with their times, and the log of the case if there is one."""
    asked = any(item.kind == "cue" for item in record.evidence)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            (said(STAGES[stage]()) if stage in STAGES else exact(stage),),
            (said(f"{seconds:.2f}" if seconds >= _LEAST_TIME else f"<{_LEAST_TIME}"),),
        )
        for stage, seconds in record.timings.items()
        if stage != "perception" or asked
    )
    blocks: list[Block] = []
    if rows:
        blocks += [Table((said(labels.STEP()), said(labels.SECONDS())), rows, (4, 1))]
        blocks += [Paragraph(said(SIDE_BY_SIDE()), "note")]
    if lines:
        blocks += [Paragraph(said(CASE_LOG())), Points(tuple((Quoted(Foreign(line)),) for line in lines))]
    return Section("log", Said(labels.LOG()), tuple(blocks))


def reproduction(record: Examination, command: str | None) -> Section:
    """How to repeat the examination."""
    facts = record.exhibit
    name = shown_name(facts.name)
    check = f"echo '{facts.sha256}  {name}' | sha256sum -c"
    blocks: list[Block] = [Paragraph(said(CHECK_HASH())), Command((check, command or inferred_command(record)))]
    if command is None:
        blocks.append(Paragraph(said(COMMAND_INFERRED()), "note"))
    blocks += [Paragraph(said(RECORD())), Paragraph(exact(record_hash(record)))]
    return Section("reproduction", Said(labels.REPRODUCTION()), tuple(blocks))


def shown_name(name: str) -> str:
    """A file's name for a command line; a name that is not plain is not repeated there."""
    plain = all(c.isascii() and (c.isalnum() or c in "._-+@") for c in name) and not name.startswith("-")
    return name if plain and 0 < len(name) <= _NAME else "PICTURE"


def inferred_command(record: Examination) -> str:
    """The call that a record tells of."""
    words = ["telltale", "examine", shown_name(record.exhibit.name)]
    models = [name.removeprefix("model:") for name in record.versions if name.startswith("model:")]
    models = [name for name in models if name not in _HELPERS]
    if models and models[0] != "small":
        words += ["--model", models[0]]
    if record.bundle is not None:
        words += ["--bundle", shown_name(record.bundle.name)]
    if record.verdict.error_rate not in (None, 0.05):
        words += ["--error-rate", f"{record.verdict.error_rate:g}"]
    if not any(item.kind == "cue" for item in record.evidence):
        words.append("--no-perceive")
    if record.explanation.model is None:
        words.append("--no-explain")
    if any(name.startswith("trust:") for name in record.versions):
        words += ["--trust-anchors", "c2pa" if "trust:c2pa" in record.versions else "PEM"]
    if record.claim is not None:
        words += ["--claim", Foreign(record.claim.claim).printable(600).replace("\n", " ")]
    return shlex.join(words)
