"""The model is asked only where its answers could change the label, and then the label is that of an examination."""

import numpy as np
import pytest
from telltale.agent.detectors.base import Detector, Reading, Weighing
from telltale.agent.evidence import Evidence, ExhibitFacts, Quality, number
from telltale.agent.intake import Exhibit
from telltale.agent.perception.perceiver import NoPerceiver
from telltale.agent.provenance.contents import Contents
from telltale.agent.reasoning.stages import Instruments, detect, judged, looked_again, weighed
from telltale.agent.reasoning.weighing.terms import shipped
from telltale.agent.sandbox import Received
from telltale.agent.triage.batch_measuring import measure, when_to_ask

CUE = "cue:global.synthetic_look"


class Model(NoPerceiver):
    """Stands for `small`: says yes to one cue with a probability, and counts how often it is asked."""

    def __init__(self, p_yes):
        self.p_yes, self.asked = p_yes, 0

    def evidence(self, pixels):
        self.asked += 1
        supports = "synthetic" if self.p_yes >= 0.5 else "neutral"
        return [Evidence(source=CUE, kind="cue", statement="", supports=supports, score=self.p_yes, unit="P(yes)")]

    def answers_with(self, adapters):
        return True


def clip_like(whole, crop):
    """A detector that scores a whole picture and its crops as told."""

    def read(pixels, quality):
        score = whole if pixels.shape[0] > 224 else crop
        return Reading("", score, "log-odds", "real" if score < 0 else "synthetic", map=np.eye(8, dtype=np.float32))

    return Detector("clip", "", "", "", read, min_side=1, weighing=Weighing("synthetic"), on_crops=True)


@pytest.fixture
def received():
    pixels = np.zeros((600, 600, 3), np.uint8)
    quality = Quality(short_side=600)
    facts = ExhibitFacts(
        name="a.png", sha256="00", size=1, media_type="image/png", width=600, height=600, quality=quality
    )
    return Received(Exhibit(facts, b"", pixels, None, {}), Contents())


@pytest.mark.parametrize(
    ("whole", "crop", "p_yes", "asked", "label"),
    [
        (-3.0, -3.0, 0.95, 0, "inconclusive"),  # no second look could change the label
        (-3.0, 12.0, 0.95, 1, "synthetic"),  # the model calls for one, and it does
        (-3.0, 12.0, 0.60, 1, "inconclusive"),  # the model does not
        (0.5, 12.0, 0.95, 0, "inconclusive"),  # nothing speaks against *synthetic*
        (4.0, -12.0, 0.95, 0, "synthetic"),
    ],
)
def test_the_label_is_that_of_an_examination(received, whole, crop, p_yes, asked, label):
    model = Model(p_yes)
    instruments = Instruments([clip_like(whole, crop)], model)
    (found,) = measure(instruments, [received], asks="if needed")
    assert (found.verdict.label, model.asked, found.asked) == (label, asked, bool(asked))

    exhibit = received.exhibit
    evidence, maps = detect(exhibit, instruments.detectors)
    everything = weighed(instruments, number([*evidence, *model.evidence(exhibit.pixels)]), exhibit.facts.quality)
    final, _ = looked_again(instruments, exhibit, everything, maps)
    assert judged(instruments, final, exhibit.facts.quality).label == label


def test_sentences_of_the_verdict_are_their_keys(received):
    (found,) = measure(Instruments([clip_like(0.2, 0.2)], NoPerceiver()), [received])
    assert found.verdict.headline.startswith("headline.") and " " not in found.verdict.headline
    assert found.verdict.abstained_because and all(" " not in reason for reason in found.verdict.abstained_because)


def test_cues_that_count_by_themselves_are_always_asked():
    instruments = Instruments([], NoPerceiver())
    assert when_to_ask(instruments, [CUE]) == "if needed"
    assert when_to_ask(instruments, []) == "never"
    assert when_to_ask(instruments, [CUE, "cue:hair.strands"]) == "always"
    assert CUE in shipped().idle
