"""Whether a sentence says what the evidence that it cites says.

`check` runs the checks on a sentence. `grounds` holds what may be cited; `directions` and `polarity` check what a
sentence supports and denies, `numbers` its figures, `meaning` everything else that it says: `lexicon` has the words,
`aligned` compares them, and `omissions`, `relations`, `comparisons` and `agreement` find what differs. `similarity` is
an index that never decides.
"""
