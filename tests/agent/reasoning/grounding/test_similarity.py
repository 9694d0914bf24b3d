import numpy as np
import pytest
from telltale.agent.evidence import Statement
from telltale.agent.reasoning.answer_items import Item
from telltale.agent.reasoning.grounding.similarity import index, with_index
from telltale.agent.reasoning.stance import Role, Stance


def test_the_index_is_a_ratio_of_angles():
    question = np.array([1.0, 0.0])
    response = np.array([[0.0, 1.0], [1.0, 0.0]])
    context = np.array([[np.sqrt(0.5), np.sqrt(0.5)], [0.0, 1.0]])
    # 90° to the question and 45° to the context, then 0° and 90°
    np.testing.assert_allclose(index(response, question, context), [2.0, 0.0], atol=1e-6)


@pytest.mark.weights
def test_a_sentence_about_its_evidence_leans_on_it(encoder):
    item = Item("E1", Stance(Role.NO_WEIGHT), "EXIF names the camera NIKON D90 and holds 8 of 8 fields of a shot.")
    near = Statement(text="The camera in EXIF is a NIKON D90 [E1].", cites=("E1",), grounding=1, written_by="model")
    far = Statement(text="You asked whether this is real [E1].", cites=("E1",), grounding=1, written_by="model")
    plain = Statement(text="EXIF names it [E1].", cites=("E1",), grounding=1, written_by="template")
    one, two, three = with_index([near, far, plain], "Is this real?", [item])
    assert one.sgi > 1.5 > two.sgi
    assert three.sgi is None
