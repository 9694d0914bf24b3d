"""Rows of results that were not measured."""

from telltale.agent.triage.triage_rows import Family, Head, Numbers, Picture, Provenance, Row, Settings

HEAD = Head(
    settings=Settings(detectors=("clip", "jpeg"), error_rate=0.05, perceive=True),
    versions={"telltale": "0.1.0"},
    created="2026-01-01T00:00:00Z",
)


def numbers(synthetic: float = 0.2, label: str = "inconclusive", **more) -> Numbers:
    given = {
        "headline": "headline.weak",
        "probabilities": {"real": 1 - synthetic, "synthetic": synthetic, "tampered": 0.0},
        "hash": f"{int(synthetic * 2**60):016x}",
        "picture": Picture(media_type="image/jpeg", width=640, height=480, short_side=480),
        "provenance": Provenance(),
    }
    return Numbers(label=label, **{**given, **more})


def measured(source: str, synthetic: float = 0.2, **more) -> Row:
    return Row(source=source, sha256=f"{abs(hash(source)):064x}"[-64:], size=1, numbers=numbers(synthetic, **more))


def family(name: str) -> Family:
    return Family(name=name, share=0.7)


def write(file, rows) -> None:
    lines = [HEAD.model_dump_json(by_alias=True), *(row.model_dump_json(exclude_defaults=True) for row in rows)]
    file.write_text("\n".join(lines) + "\n")
