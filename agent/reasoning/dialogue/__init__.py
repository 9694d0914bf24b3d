"""Questions about an examined picture: what they ask for, what is measured for them, and their answers.

`conversation` is the pipeline: `router` finds what a question asks for, `measure` uses the `tools` on the picture, the
plan of `writing` says what the answer must hold, and its sentences are written and checked there. `agentic` does the
same with a model that calls tools itself. `small_talk` answers what is not about the picture, `memory` holds earlier
turns, and `language` recognises the language of a question.
"""
