"""Artifacts that a capable model describes by itself: read from its replies, located, asked again, shown, not weighed.

`described_reply` reads a reply, `artifact_catalogue` finds the cue that an artifact is, `artifact_crops` the crop and
the control, `artifact_interview` and `artifact_checks` put the questions (`question_count`), `map_agreement` compares
detectors' maps, and `artifact_stage` makes evidence and views of it, in the words of `artifact_evidence`.
"""
