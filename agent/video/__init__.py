"""A clip as sampled frames with temporal evidence; see `docs/video.md`.

`clip_examination` does it all. `clip_sandbox` has a process of its own (`clip_process`) read the file: `clip_formats`
recognises the container, `clip_packets` and `clip_frames` read and decode it, `clip_tags` collects what it says of
itself. `frame_scores` measures the sampled frames with the detectors that pictures are measured with.
`stretch_measures` and `repeated_frames` measure what happens between frames. `clip_provenance`, `clip_findings` and
`sound_track` put it into words, `clip_verdict` judges, `clip_text` prints, `timeline_files` draws. The types are in
`clip_types`. PyAV, which decodes, is an extra: `pip install telltale[video]`.
"""
