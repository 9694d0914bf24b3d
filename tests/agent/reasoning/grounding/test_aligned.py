from telltale.agent.reasoning.grounding.aligned import Reading, read_against

SOURCE = "No block grid was found. A part of 8×8 px shows a ghost, the trace of an earlier compression."


def test_each_word_stands_for_one_of_the_source():
    read = read_against("A ghost shows in a part", SOURCE)
    assert isinstance(read, Reading)
    assert [read.meant[place].text for place in read.place.values()] == ["ghost", "shows", "part"]
    assert read.concepts == {"ghost", "show", "part"}


def test_a_word_that_the_source_does_not_have_is_returned():
    assert read_against("A large part shows a ghost", SOURCE) == "large"


def test_words_of_a_part_keep_together():
    read = read_against(
        "The picture is real, the other picture is old", "An old picture is here. A real picture is old. Other."
    )
    assert isinstance(read, Reading)
    first = [read.meant[place] for place in read.place.values()][:2]
    assert {token.sentence for token in first} == {1}


def test_another_name_of_a_thing_stands_for_it():
    read = read_against("A part shows a trace", SOURCE)
    assert isinstance(read, Reading)
    assert "trace" in {read.meant[place].text for place in read.place.values()}


def test_a_part_of_the_source_counts_as_told_by_half_or_by_its_verb():
    read = read_against("A block grid was found", SOURCE)
    assert isinstance(read, Reading) and {read.meant[0].segment} <= read.used
