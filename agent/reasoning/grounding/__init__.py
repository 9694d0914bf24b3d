"""Whether a sentence says what the evidence that it cites says.

`check` runs the checks on a sentence. `grounds` holds what may be cited; `directions`, `polarity`, `numbers` and
`words` check what a sentence supports, denies, counts and names; `similarity` is an index that never decides.
"""
