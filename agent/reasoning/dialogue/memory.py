"""Earlier turns of a conversation, as many as a model is shown."""

from __future__ import annotations

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

BUDGET = 600  # tokens of earlier turns that a model is shown
TOKEN = 4  # characters that count as a token


class Memory:
    """The turns so far."""

    def __init__(self) -> None:
        """Begin without any."""
        self._turns: list[tuple[str, str]] = []

    def add(self, question: str, answer: str) -> None:
        """Remember a turn: what the model was asked, and what it answered."""
        self._turns.append((question, answer))

    def messages(self) -> list[BaseMessage]:
        """The last turns that the budget has room for."""
        messages: list[BaseMessage] = []
        room = BUDGET * TOKEN
        for question, answer in reversed(self._turns):
            room -= len(question) + len(answer)
            if room < 0:
                break
            messages = [HumanMessage(question), AIMessage(answer), *messages]
        return messages
