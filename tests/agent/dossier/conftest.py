import dataclasses
import hashlib

import numpy as np
import pytest
from telltale.agent.dossier.document_parts import Exact, Quoted, Said
from telltale.agent.evidence import (
    Contribution,
    Dropped,
    Evidence,
    Examination,
    ExhibitFacts,
    Explanation,
    Facts,
    Flag,
    Quality,
    Region,
    Statement,
    Verdict,
)
from telltale.agent.foreign import Foreign
from telltale.agent.intake import Exhibit
from telltale.agent.provenance.contents import Contents, Field
from telltale.agent.record import Investigation
from telltale.agent.sentences import Sentence

QUOTES = Sentence("test.dossier_quotes", "The file names the software that wrote it: {program:40}.")
HOSTILE = (
    '#import "/etc/passwd": * $x^2$ [*bold*] \\ `code` <label> @cite // /* <script>alert(1)</script> & "q" '
    "\N{RIGHT-TO-LEFT OVERRIDE}evil\N{POP DIRECTIONAL FORMATTING} 日本語 مرحبا 🙂\n\x1b[31m\x00 = #eval(\"1\")"
)  # fmt: skip
LONG = "A" * 100_000
HEAD = {"head:clip_heads.safetensors": "efbc566c8d3f"}


def record(name="a.jpg", program="gd-jpeg", **changed):
    """A record that was never examined: two detectors, a file's word, a calibrated verdict without a label."""
    evidence = (
        Evidence(id="E1", source="exif", kind="provenance", statement=QUOTES(program=Foreign(program)),
                 caveats=("Anyone can write metadata with free tools.",),
                 facts=Facts(flags=(Flag.QUOTES,))),
        Evidence(id="E2", source="clip", kind="detector", statement="The texture looks generated.",
                 supports="synthetic", score=1.25, unit="log-odds", log_lr=1.25, facts=Facts(numbers={"change": 0.5})),
        Evidence(id="E3", source="noise", kind="detector", statement="The noise differs in a part.",
                 supports="tampered", score=77.0, unit="strength", log_lr=0.0,
                 region=Region(x=20, y=10, w=40, h=30), map="noise"),
    )  # fmt: skip
    values = {
        "exhibit": ExhibitFacts(
            name=name,
            sha256=hashlib.sha256(b"file").hexdigest(),
            size=4,
            media_type="image/jpeg",
            width=160,
            height=120,
            quality=Quality(short_side=120, jpeg_quality=60, recompressed=True, metadata_stripped=True),
            warnings=("The short side is 120 px, which is too small for most measurements.",),
        ),
        "evidence": evidence,
        "verdict": Verdict(
            label="inconclusive",
            headline="The measurements do not settle whether the picture is real.",
            probabilities={"real": 0.3, "synthetic": 0.6, "tampered": 0.1},
            calibrated=True,
            contributions=(
                Contribution(evidence="prior", hypothesis="real", log_odds=-0.6931),
                Contribution(evidence="prior", hypothesis="synthetic", log_odds=-0.9163),
                Contribution(evidence="prior", hypothesis="tampered", log_odds=-2.3026),
                Contribution(evidence="E2", hypothesis="synthetic", log_odds=1.25),
            ),
            likelihood_ratio=3.49,
            propositions=("synthetic", "real"),
            reference_set="a named set",
            reference_size=58,
            words="The measurements give weak support for a picture made by a generative model over a photograph: "
            "they are about 3.5 times more probable if it is a picture made by a generative model.",
            error_rate=0.05,
            p_values={"real against synthetic": 0.1, "synthetic": 0.4},
            abstained_because=("The evidence for the label synthetic is too weak.",),
        ),
        "explanation": Explanation(
            statements=(
                Statement(
                    text="The verdict is inconclusive [verdict].",
                    cites=("verdict",),
                    grounding=1,
                    written_by="template",
                ),
                Statement(text="The texture looks generated [E2].", cites=("E2",), grounding=1, written_by="model"),
            ),
            dropped=(Dropped(text="It is fake.", reason="adds “fake”", failed="words"),),
            model="small",
        ),
        "limitations": ("The file carries no metadata, so its history is unknown.",),
        "versions": {
            "telltale": "0.1.0",
            **HEAD,
            "trust:c2pa": "fetched 2026-01-01T00:00:00Z, signers sha256:ab, checked 2026-02-03T04:05:06Z",
        },
        "timings": {"intake": 0.1, "detectors": 1.5, "perception": 0.0, "total": 1.6},
    }
    return Examination(**{**values, **changed})


@pytest.fixture(scope="session")
def make_record():
    return record


@pytest.fixture(scope="session")
def investigation():
    """A finished examination with pixels, a map, and a hostile text in the file."""
    found = record(program=HOSTILE)
    pixels = np.random.default_rng(1).integers(0, 256, (120, 160, 3), np.uint8)
    exhibit = Exhibit(facts=found.exhibit, data=b"file", pixels=pixels, alpha=None, info={})
    fields = (
        Field(place="EXIF", name="Software", value=Foreign(HOSTILE), where="IFD0"),
        Field(place="XMP", name="description", value=Foreign(LONG)),
    )
    heat = np.linspace(0, 1, 12 * 16, dtype=np.float32).reshape(12, 16)
    return Investigation(found, exhibit, Contents(fields=fields), {"noise": heat})


@pytest.fixture(scope="session")
def hostile():
    return HOSTILE


@pytest.fixture(scope="session")
def long_text():
    return LONG


@pytest.fixture(scope="session")
def told():
    """A function: every text of a section of a report, in its order."""

    def lines(part):
        if isinstance(part, (Said, Quoted, Exact)):
            yield part.text
        elif isinstance(part, tuple):
            for each in part:
                yield from lines(each)
        elif dataclasses.is_dataclass(part):
            for each in dataclasses.fields(part):
                yield from lines(getattr(part, each.name))

    return lambda document, key: [
        text for section in document.sections if section.key == key for text in lines(section)
    ]
