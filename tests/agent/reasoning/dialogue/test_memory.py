from langchain_core.messages import AIMessage, HumanMessage
from telltale.agent.reasoning.dialogue.memory import BUDGET, TOKEN, Memory


def test_the_last_turns_are_kept_in_their_order_as_far_as_the_budget_goes():
    memory = Memory()
    assert memory.messages() == []
    for number in range(30):
        memory.add(f"question {number}", "x" * 300)
    shown = memory.messages()
    assert isinstance(shown[0], HumanMessage) and isinstance(shown[-1], AIMessage)
    assert shown[-2].content == "question 29" and 2 <= len(shown) < 60
    assert sum(len(str(message.content)) for message in shown) <= BUDGET * TOKEN


def test_a_turn_that_is_longer_than_the_budget_is_left_out():
    memory = Memory()
    memory.add("short", "answer")
    memory.add("long", "x" * (BUDGET * TOKEN + 1))
    assert memory.messages() == []
    memory.add("next", "answer")
    assert [message.content for message in memory.messages()] == ["next", "answer"]
