from telltale.eval.studies.grounding_meaning import cases, checked, wrongly_judged


def test_the_sets_hold_enough_of_each_kind_and_no_sentence_twice():
    kinds = {}
    for case in cases():
        kinds.setdefault((case.part, case.kind), []).append((case.item, case.sentence))
    assert len(kinds) == 30 and all(len(rows) >= 12 for rows in kinds.values())
    assert all(len(set(rows)) == len(rows) for rows in kinds.values())
    true = {row for (_, kind), rows in kinds.items() if kind == "none" for row in rows}
    assert not true & {row for (_, kind), rows in kinds.items() if kind != "none" for row in rows}


def test_hardly_a_spoilt_sentence_stands():
    results = [(case, checked(case)[0]) for case in cases()]
    wrong = [wrongly_judged(case, result) for case, result in results if case.kind != "none"]
    assert sum(wrong) / len(wrong) < 0.04
    refused = [wrongly_judged(case, result) for case, result in results if case.kind == "none"]
    assert sum(refused) / len(refused) < 0.3


def test_the_study_prints_a_row_for_each_kind(study):
    status, out, _ = study("grounding-meaning", "--list", "A")
    assert status == 0 and out.count("| 13 |") >= 12 and "ms (median)" in out
