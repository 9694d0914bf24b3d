"""The two LoRA adapters of a vision-language model: how they are trained and measured.

`perceive` learns to answer questions about single cues: `cue_questions` holds the questions, `probe_data` and
`face_answers` the pictures with known answers, `alignment` and `tower_cache` prepare the projector, and `assess`
measures the result. `explain` learns to word findings from the rows of `telltale.finetune.rows`; `preference` can
refine it. `lora`, `checkpoints` and `trainer_settings` serve all of them.

Nothing is imported here: every module but `cue_questions` and `face_answers` needs torch.
"""
