from telltale.agent.reasoning.grounding.directions import direction, without_stance


def test_direction_reads_whole_words_and_negations():
    assert direction("It is unreal") == set()
    assert direction("It is not real") == set()
    assert direction("It is AI-generated and edited") == {"synthetic", "tampered"}


def test_the_clause_on_what_a_sentence_speaks_for_is_cut():
    assert without_stance("The score is 3, which speaks for a real picture") == "The score is 3"
    assert without_stance("The score is 3; this is against a synthetic picture") == "The score is 3"
