"""“How reliable is that check” is answered with the figures of that check, and never with those of a label."""

from telltale.agent.evidence import Evidence
from telltale.agent.reasoning.answers.check_rates import NO_RATE, check_rate
from telltale.agent.reasoning.dialogue.asked_details import Detail, detail_of
from telltale.agent.reasoning.dialogue.topics import Topic

from tests.agent.reasoning.answers.answer_cases import asked, case_of

QUESTIONS = (
    "how reliable is that check?", "false positive rate?", "how accurate is this test", "what's its error rate",
    "wie zuverlässig ist dieser Test?", "taux de faux positifs ?", "tasa de falsos positivos", "误报率是多少？",
)  # fmt: skip


def test_the_question_is_recognised_after_a_finding_alone():
    for question in QUESTIONS:
        assert detail_of(question, [Topic.CLONED]) is Detail.CHECK_RATE, question
        assert detail_of(question) is not Detail.CHECK_RATE, question


def test_figures_are_those_of_the_detector(exhibit, guide):
    def told(source: str, topic: Topic) -> list[str]:
        case = case_of("real", exhibit, asked(Topic.ERROR_RATES, QUESTIONS[0]), guide, topics=[topic])
        found = Evidence(id="E2", source=source, kind="detector", statement="s", caveats=("Small ones are missed.",))
        case.bench.evidence.append(found)
        case.bench.detectors = {**case.bench.detectors, source: next(iter(case.bench.detectors.values()))}
        object.__setattr__(case, "before", [found])
        return [item.text for item in check_rate(case).items]

    copies = told("clones", Topic.CLONED)
    assert "51%" in copies[0] and "things of one print" in copies[1] and "Small ones are missed." in copies
    assert told("noise", Topic.DETECTOR)[0] == NO_RATE(detector="noise")
    assert not any("label synthetic" in text for text in copies)


def test_without_a_finding_there_is_nothing_to_tell(exhibit, guide):
    assert check_rate(case_of("real", exhibit, asked(Topic.ERROR_RATES, QUESTIONS[0]), guide)) is None
