"""From a verdict to sentences.

`findings` turns single findings into items, `plan` chooses the items of an answer, `writer` has a model word them and
checks its sentences, and `explanation` explains a verdict. `chat_model` runs a local model, with `messages`,
`prompt_cache`, `decoding` and `constraint` as its parts.
"""
