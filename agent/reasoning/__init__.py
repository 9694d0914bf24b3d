"""From evidence to a verdict and an answer that was checked against the evidence.

`chain` runs the stages of an examination. `dialogue` answers questions, `writing` puts answers into words, `grounding`
compares sentences with the evidence that they cite, `weighing` computes the verdict. `items` and `stance` are the types
that they share. Imports point in this order only: chain, dialogue, writing, grounding, weighing, items and stance.
"""
