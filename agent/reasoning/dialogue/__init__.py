"""Questions about an examined picture, and how they are answered.

`conversation` is the pipeline. `understanding` finds what a message asks for: its `language`, its questions
(`parts_of_message`) with their `topics` by the `router`, and its `wishes`, `places`, `asked_features` and `follow_ups`.
`tools` measures what was not measured yet. The package `answers` chooses the sentences, some of them from the
`knowledge` base, where `guide_search` finds them; `saying` says them in the language of the question, and
`asking_back` asks where it is not clear what is meant. `agentic` does the same with a model that calls tools itself,
for which `memory` holds earlier turns.
"""
