"""What is added to the head of the page as it is sent."""

import asyncio

from telltale.agent.app.page_head import PageHead

PAGE = b"<html><head><title>T</title></head><body><gradio-app></gradio-app></body></html>"


def answered(kind, *parts, method="GET"):
    """Headers and body of the answer that comes in these parts."""
    sent = []

    async def application(scope, receive, send):
        headers = [(b"content-type", kind), (b"content-length", str(sum(map(len, parts))).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for number, part in enumerate(parts, 1):
            await send({"type": "http.response.body", "body": part, "more_body": number < len(parts)})

    async def send(message):
        sent.append(message)

    asyncio.run(PageHead(application, "<link>")({"type": "http", "method": method, "path": "/"}, None, send))
    return dict(sent[0]["headers"]), b"".join(each["body"] for each in sent[1:])


def test_the_page_gets_it_at_the_end_of_its_head():
    headers, body = answered(b"text/html; charset=utf-8", PAGE[:20], PAGE[20:])
    assert body == PAGE.replace(b"</head>", b"<link></head>")
    assert headers[b"content-length"] == str(len(body)).encode()


def test_all_else_goes_through_as_it_is():
    other = PAGE.replace(b"gradio-app", b"p")
    assert answered(b"text/html", other[:20], other[20:])[1] == other
    assert answered(b"text/plain", PAGE[:20], PAGE[20:])[1] == PAGE
    assert answered(b"text/html", PAGE, method="HEAD")[1] == PAGE
