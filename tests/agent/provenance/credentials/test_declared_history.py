"""What histories mean: where the picture began, and what was done to it since."""

import pytest
from telltale.agent.evidence import Flag
from telltale.agent.foreign import Foreign
from telltale.agent.provenance.credential_types import Action, Manifest
from telltale.agent.provenance.credentials.declaration_findings import declarations, others
from telltale.agent.provenance.credentials.declared_history import Sense, history

CAPTURE, COMPUTED, MODEL, PARTLY = (
    "digitalCapture",
    "computationalCapture",
    "trainedAlgorithmicMedia",
    "compositeWithTrainedAlgorithmicMedia",
)


def act(action, term=None, agent=None, description=None, tool=None):
    """An action; a name without a full stop is one of C2PA's."""
    given = {"agent": agent, "source_type": term, "description": description, "tool": tool}
    name = action if "." in action else f"c2pa.{action}"
    return Action(action=Foreign(name), **{key: Foreign(value) for key, value in given.items() if value})


def manifest(*actions, parts=(), **more):
    title = Foreign(more.pop("title", "part.jpg"))
    return Manifest(label=Foreign("a"), title=title, actions=actions, ingredients=parts, **more)


def part(*actions, relationship="componentOf", **more):
    return manifest(*actions, relationship=relationship, **more)


def bare(relationship="componentOf", **more):
    return part(relationship=relationship, has_manifest=False, **more)


def supported(tree):
    return {item.supports for item in declarations(tree)} - {"neutral"}


CREATED = act("created", MODEL)
HISTORIES = {
    "nothing": ([], set()),
    "generated": ([CREATED], {"synthetic"}),
    "generated data": ([act("created", "trainedAlgorithmicData")], {"synthetic"}),
    "opened as generated": ([act("opened", MODEL)], {"synthetic"}),
    "Gemini and its watermark": (
        [CREATED, act("edited", MODEL, None, "Applied imperceptible SynthID watermark.")],
        {"synthetic"},
    ),
    "generated, marked and resized": (
        [CREATED, act("converted", None, "OpenAI API"), act("watermarked.bound", MODEL), act("resized")],
        {"synthetic"},
    ),
    "generated, then a part anew": ([CREATED, act("edited", PARTLY, "Adobe Firefly")], {"synthetic"}),
    "partly generated": ([act("created", PARTLY)], {"tampered"}),
    "with synthetic parts": ([act("created", "compositeSynthetic")], {"tampered"}),
    "captured": ([act("created", CAPTURE)], set()),
    "captured and cropped": ([act("created", COMPUTED), act("cropped"), act("edited", "humanEdits")], set()),
    "captured, then a generative edit": ([act("created", CAPTURE), act("edited", PARTLY)], {"tampered"}),
    "captured, then an edit by a model": ([act("created", CAPTURE), act("edited", MODEL)], {"tampered"}),
    "captured, then generative fill": (
        [act("created", CAPTURE), act("placed", None, "Adobe Firefly", "x", "generative_fill")],
        {"tampered"},
    ),
    "a tool is enough": (
        [act("opened"), act("edited", None, "Adobe Photoshop", None, "generative_expand")],
        {"tampered"},
    ),
    "a phrase is enough": (
        [act("opened"), act("edited", None, "Google Photos", "Edited with Google AI")],
        {"tampered"},
    ),
    "opened, then a model": ([act("opened"), act("edited", MODEL)], {"tampered"}),
    "only an edit by a model": ([act("edited", PARTLY, "Adobe Firefly")], {"tampered"}),
    "only a watermark on it": ([act("watermarked", MODEL)], {"synthetic"}),
    "captured and watermarked by a model": ([act("created", CAPTURE), act("watermarked", MODEL)], set()),
    "early Bing": ([act("created", None, "Bing Image Creator", "AI Generated Image")], {"synthetic"}),
    "a generator converts": ([act("opened"), act("converted", None, "OpenAI API")], set()),
    "an editor creates": ([act("created", None, "Adobe Photoshop 25.0")], set()),
    "a name in prose": ([act("created", None, "I love Midjourney and Firefly nights")], set()),
    "an empty canvas": ([act("created", "empty")], set()),
    "a model on an empty canvas": ([act("created", "empty"), act("edited", MODEL)], {"synthetic"}),
    "drawn, then a model": ([act("created", "digitalCreation"), act("edited", MODEL)], {"tampered"}),
    "drawn": ([act("created", "digitalArt"), act("drawing")], set()),
    "an algorithm": ([act("created", "algorithmicMedia")], {"synthetic"}),
    "a screenshot": ([act("created", "screenCapture")], set()),
    "a panorama": ([act("created", "compositeCapture")], set()),
    "a term that nobody knows": ([act("created", "realPhotograph")], set()),
    "capture as a later step": ([act("edited", CAPTURE)], set()),
    "metadata declares": ([act("created"), act("c2pa.metadata", MODEL)], {"synthetic"}),
    "metadata declares a part": ([act("opened"), act("stds.iptc", PARTLY)], {"tampered"}),
    "metadata of a capture": ([act("opened"), act("cawg.metadata", CAPTURE)], set()),
    "Adobe's assertion": ([act("created"), act("com.adobe.generative-ai", None, "Adobe Firefly")], {"synthetic"}),
    "Adobe's assertion on an opened picture": ([act("opened"), act("com.adobe.generative-ai")], {"tampered"}),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_a_history_means_what_it_says(name):
    actions, supports = HISTORIES[name]
    assert supported(manifest(*actions)) == supports
    assert not any(item.decisive for item in declarations(manifest(*actions)))


GENERATED, CAPTURED, TOUCHED = part(CREATED), part(act("created", CAPTURE)), part(act("created", PARTLY))
INGREDIENTS = {
    "a generated origin": ([], [part(CREATED, relationship="parentOf")], {"synthetic"}),
    "a generated origin, opened": ([act("opened")], [part(CREATED, relationship="parentOf")], {"synthetic"}),
    "the only ingredient of a manifest without actions": ([], [GENERATED], {"synthetic"}),
    "generated, then a part by a generator": (
        [act("edited", PARTLY, "Adobe Firefly")],
        [part(CREATED, relationship="parentOf")],
        {"synthetic"},
    ),
    "a generated part beside an origin": ([act("opened"), act("placed")], [bare("parentOf"), GENERATED], {"tampered"}),
    "a generated part in a capture": ([act("created", CAPTURE), act("placed")], [GENERATED], {"tampered"}),
    "a partly generated part": ([act("created", CAPTURE), act("placed")], [TOUCHED], {"tampered"}),
    "a generated picture on an empty canvas": ([act("created", "empty"), act("placed")], [GENERATED], {"synthetic"}),
    "a photograph and a generated part on a canvas": (
        [act("created", "empty"), act("placed")],
        [CAPTURED, GENERATED],
        {"tampered"},
    ),
    "a photograph on a canvas": ([act("created", "empty"), act("placed")], [CAPTURED], set()),
    "two photographs": ([act("created", "composite"), act("placed")], [CAPTURED, CAPTURED], set()),
    "a photograph on a generated picture": ([CREATED, act("placed")], [CAPTURED], {"synthetic"}),
    "an input to a model": ([act("created", CAPTURE)], [part(CREATED, relationship="inputTo")], set()),
    "a photograph as input": ([CREATED], [part(act("created", CAPTURE), relationship="inputTo")], {"synthetic"}),
    "an ingredient declared generated": ([act("opened"), act("placed")],
                                         [bare("parentOf"), bare(source_type=Foreign(MODEL))], {"tampered"}),
    "an origin declared generated": ([act("opened")], [bare("parentOf", source_type=Foreign(MODEL))], {"synthetic"}),
    "an algorithm's canvas with a photograph": ([act("created", "algorithmicMedia"), act("placed")], [CAPTURED], set()),
}  # fmt: skip


@pytest.mark.parametrize("name", INGREDIENTS)
def test_an_ingredient_means_what_its_role_says(name):
    actions, parts, supports = INGREDIENTS[name]
    assert supported(manifest(*actions, parts=tuple(parts))) == supports


def test_a_generator_that_only_signed_is_taken_at_its_name():
    assert supported(manifest(program=Foreign("ChatGPT"))) == {"synthetic"}
    assert supported(manifest(act("created"), program=Foreign("Adobe Firefly/1.0"))) == {"synthetic"}
    assert supported(manifest(act("opened"), program=Foreign("Adobe Firefly"))) == set()
    assert supported(manifest(program=Foreign("Adobe Photoshop/25.0"))) == set()


def test_only_trusted_signers_all_the_way_prove_anything():
    origin = part(act("created", CAPTURE), relationship="parentOf", trusted=True)
    for trusted, decisive in ((True, {"real"}), (False, set())):
        tree = manifest(act("opened"), parts=(origin,), trusted=trusted)
        assert {item.supports for item in declarations(tree) if item.decisive} == decisive
        assert supported(tree) == decisive
    between = part(act("opened"), parts=(origin,), relationship="parentOf")
    assert supported(manifest(act("opened"), parts=(between,), trusted=True)) == set()


def test_a_trusted_capture_decides_unless_its_content_can_have_changed():
    def decided(*later, parts=()):
        tree = manifest(act("created", CAPTURE), *later, parts=parts, trusted=True)
        return {item.supports: item.decisive for item in declarations(tree) if item.supports != "neutral"}

    assert decided() == decided(act("cropped"), act("color_adjustments"), act("published")) == {"real": True}
    assert decided(act("edited")) == decided(act("maker.retouch")) == decided(parts=(bare(),)) == {"real": False}
    assert decided(act("edited", PARTLY)) == {"real": False, "tampered": True}


def test_what_follows_from_a_name_alone_decides_nothing():
    tree = manifest(act("created", None, "Bing Image Creator"), trusted=True)
    assert [(i.supports, i.decisive) for i in declarations(tree) if i.has(Flag.DECLARES)] == [("synthetic", False)]


def test_a_trusted_part_is_not_proven_to_be_in_a_strangers_picture():
    tree = manifest(act("created", CAPTURE), parts=(part(CREATED, trusted=True),))
    (found,) = [item for item in declarations(tree) if item.supports == "tampered"]
    assert not found.decisive and found.has(Flag.DECLARES) and "“part.jpg”" in found.statement


def test_the_oldest_step_comes_first():
    origin = part(act("created", CAPTURE), relationship="parentOf")
    senses = [d.sense for d in history(manifest(act("opened"), act("edited", PARTLY), parts=(origin,)))]
    assert senses == [Sense.CAPTURED, Sense.HARMLESS, Sense.PART]


def test_identities_and_training_are_named_and_neutral():
    tree = Manifest.model_validate(
        {"label": "a", "assertions": ["cawg.training-mining"], "identities": [{"name": "Jane", "signature": "failed"}]}
    )
    found = others(tree)
    assert len(found) == 2 and {item.supports for item in found} == {"neutral"}
    assert "“Jane”" in found[0].statement and "did not pass" in found[0].caveats[0]
