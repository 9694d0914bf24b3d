import json
from collections import Counter

import pytest
from telltale.agent.evidence import Evidence, Explanation, Facts, Flag, Quality, Statement
from telltale.agent.reasoning.weighing.verdict import fuse
from telltale.eval.studies import record_check


@pytest.fixture
def record(investigation):
    return json.loads(investigation.examination.model_dump_json(by_alias=True))


def kinds(record):
    return Counter(kind for kind, _ in record_check.faults(record))


def test_an_examination_does_not_contradict_itself(record):
    assert record["explanation"]["statements"]
    assert not kinds(record)


def test_a_sentence_must_cite_what_exists_and_hold_no_number_of_its_own(record):
    said = [("It scores 77 [E2].", ["E2"]), ("It is so [E99].", ["E99"]), ("It is so.", []), ("It is so [E1].", ["E2"])]
    statements = [Statement(text=text, cites=tuple(cites), grounding=1.0, written_by="model") for text, cites in said]
    record["explanation"] = json.loads(Explanation(statements=tuple(statements)).model_dump_json())
    assert kinds(record) == {"number that is not in what it cites": 1, "cites nothing that exists": 3}


def test_a_weight_must_not_oppose_what_its_finding_supports(record):
    record["evidence"][0]["supports"] = "real"
    record["verdict"]["contributions"] = [{"evidence": "E1", "hypothesis": "synthetic", "log_odds": 1.5}]
    assert kinds(record) == {"weight against what the finding supports": 1}
    record["evidence"][0]["supports"] = "neutral"
    assert kinds(record) == {"weight of a finding that supports nothing": 1}


def test_a_label_must_be_the_likeliest_and_a_declaration_is_not_overruled(record):
    declared = Evidence(id="E1", source="xmp", kind="provenance", statement="It is AI.", supports="synthetic")
    declared = declared.model_copy(update={"facts": Facts(flags=(Flag.DECLARES,))})
    verdict = fuse([declared], Quality(short_side=500))
    record["evidence"] = [json.loads(declared.model_dump_json())]
    record["verdict"] = json.loads(verdict.model_dump_json()) | {"label": "real", "contributions": []}
    record["verdict"]["probabilities"] = {"real": 0.2, "synthetic": 0.7, "tampered": 0.1}
    record["explanation"]["statements"] = []
    assert kinds(record) == {"label that is not the likeliest": 1, "called real although the file declares AI": 1}


def test_files_of_records_are_read_line_by_line(record, tmp_path):
    file = tmp_path / "records.jsonl"
    file.write_text(
        "\n".join([json.dumps(record), json.dumps({"record": record}), '{"record": {"error": "x"}}']) + "\n"
    )
    assert len(list(record_check.records([file]))) == 2
