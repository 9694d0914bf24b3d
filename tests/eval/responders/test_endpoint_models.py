"""Endpoints, on loopback."""

import pytest
from telltale.eval import parsing
from telltale.eval.responders import ResponderOptions, get

from tests.eval.responders.made import ask


def test_an_endpoint_is_asked_at_once_but_not_too_much(serve, twins):
    url, requests, busy = serve(lambda asked: ("Yes, it is.", {"Yes": 0.6, " no": 0.3, "Maybe": 0.1}))
    endpoint = get(f"openai:{url}#m", ResponderOptions(concurrency=2))
    replies = [endpoint.answer(batch, 5)[0] for batch in endpoint.plan(twins)]
    assert all(reply.text == "Yes, it is." and reply.options == pytest.approx((0.6, 0.3)) for reply in replies)
    assert (replies[0].tokens_in, replies[0].tokens_out) == (100, 3)
    assert parsing.judge(twins[0], replies[0]).belief == pytest.approx(2 / 3)
    first = requests[0]
    assert first["max_completion_tokens"] == 5 and first["temperature"] == 0
    assert [part["type"] for part in first["messages"][0]["content"]] == ["image_url", "text"]
    assert endpoint.at_once == 2 and busy["most"] == 1


def test_requests_go_to_every_endpoint_in_turn_and_are_tried_again(serve, twins):
    tried = {"n": 0}

    def flaky(asked):
        tried["n"] += 1
        return 503 if tried["n"] == 1 else 200

    one, asked_one, _ = serve(lambda asked: "No.", flaky)
    two, asked_two, _ = serve(lambda asked: "No.")
    endpoint = get(f"openai:{one},{two}#m")
    replies = [endpoint.answer([item], 5)[0] for item in twins]
    assert [reply.text for reply in replies] == ["No."] * 6
    assert (len(asked_one), len(asked_two)) == (4, 3)
    assert endpoint.at_once == 16


def test_an_endpoint_that_refuses_is_an_error_in_one_line(serve, twins):
    url, _, _ = serve(lambda asked: "No.", lambda asked: 401)
    (reply,) = get(f"openai:{url}#m").answer(twins[:1], 5)
    assert reply.text == "" and "401" in reply.error and "\n" not in reply.error


def test_one_without_probabilities_is_asked_without(serve, twins):
    url, requests, _ = serve(lambda asked: "Yes.", lambda asked: 400 if asked.get("logprobs") else 200)
    endpoint = get(f"openai:{url}#m")
    replies = [endpoint.answer([item], 5)[0] for item in twins]
    assert all(reply.text == "Yes." and reply.options == () for reply in replies)
    assert sum(bool(asked.get("logprobs")) for asked in requests) == 1


def test_a_dialogue_of_several_steps_shows_a_picture_a_turn(serve, tmp_path, draw):
    url, requests, _ = serve(lambda asked: '{"is_ai_modified": true, "confidence": 0.7}')
    paths = tuple(str(draw(tmp_path / f"{n}.png")) for n in range(3))
    item = ask("s", paths, kind="verdict", lead=("1 of 3.", "2 of 3."), truth="fake", answer="fake")
    found = parsing.judge(item, get(f"openai:{url}#m").answer([item], 50)[0])
    assert (found.value, found.belief) == ("fake", 0.7)
    roles = [message["role"] for message in requests[0]["messages"]]
    assert roles == ["user", "assistant", "user", "assistant", "user"]


def test_what_a_model_is_told_first_and_pictures_with_texts_between(serve, twins):
    url, requests, _ = serve(lambda asked: "Yes.")
    item = twins[0]
    two = item.model_copy(
        update={"media": item.media * 2, "lead": ("The first.",), "one_turn": True, "system": "Look closely."}
    )
    get(f"openai:{url}#m").answer([two], 5)
    told, said = requests[0]["messages"]
    assert (told["role"], told["content"]) == ("system", "Look closely.")
    assert [part["type"] for part in said["content"]] == ["image_url", "text", "image_url", "text"]
    assert said["content"][1]["text"] == "The first."
