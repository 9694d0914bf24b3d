"""Topics that are named beyond doubt, and the error rates that questions ask for."""

import pytest
from telltale.agent.reasoning.dialogue.asked_rates import Rate, rate_of
from telltale.agent.reasoning.dialogue.certain_topics import certain_topic
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.finetune.rows.asked_questions import asked


@pytest.mark.parametrize(
    ("question", "language", "topic"),
    [
        ("Could the detectors be retrained with our own parcel pictures?", "en", Topic.HOW_TO),
        ("Kann man es mit unseren Bildern trainieren?", "de", Topic.HOW_TO),
        ("peut-on l'entraîner avec nos images ?", "fr", Topic.HOW_TO),
        ("¿se puede entrenar con nuestras fotos?", "es", Topic.HOW_TO),
        ("能用我们的照片训练吗？", "zh", Topic.HOW_TO),
        ("do you train on my pictures", "en", None),
        ("the report in Spanish, please", "en", Topic.HOW_TO),
        ("Wie genau sind die Koordinaten?", "de", Topic.WHERE_TAKEN),
        ("is it safe to put it into Google Lens", "en", Topic.PRIVACY),
        ("would the verdict change if I crop it", "en", Topic.TRUST_TOOL),
        ("how many generated pictures do you miss", "en", Topic.ERROR_RATES),
        ("how many parts were edited", "en", None),
        ("is it real", "en", None),
    ],
)
def test_what_is_named_beyond_doubt(question, language, topic):
    assert certain_topic(question, language) is topic


def test_certain_topics_hold_on_questions_by_other_writers():
    for each in asked("held_out"):
        topic = certain_topic(each.text, each.language)
        assert topic is None or each.allows(topic), each.text


@pytest.mark.parametrize(
    ("question", "language", "rate"),
    [
        ("what share of honest photographs do you flag", "en", Rate.FALSE_ALARMS),
        ("wie viele echte Fotos hältst du für KI", "de", Rate.FALSE_ALARMS),
        ("how many fakes get past you", "en", Rate.MISSED),
        ("combien d'images d'IA t'échappent", "fr", Rate.MISSED),
        ("how many fakes are called real", "en", Rate.REAL),
        ("¿con qué frecuencia se le escapan los borrados?", "es", Rate.ALTERED),
        ("误报率是多少", "zh", Rate.FALSE_ALARMS),
        ("does it work for all skin colours", "en", Rate.GROUPS),
        ("how often is the label synthetic wrong", "en", Rate.LABELS),
        ("how often are you wrong", "en", None),
        ("how many deepfakes do you miss", "en", None),
    ],
)
def test_each_rate_is_told_apart(question, language, rate):
    assert rate_of(question, language) is rate
