"""Training of everything that ships in `agent/models`, on pictures with known truth.

`pseudo_fakes` alters real pictures in known ways, `heads` trains the detectors, `weighing` fits how evidence counts,
`rows` makes conversations to learn from, `adapters` trains the two LoRA adapters, and `commands` declares
`telltale finetune …`. `own_training` fits all of it to pictures of one's own, and `bundle_writing` describes what was
trained, so that `--bundle` takes it. Nothing is imported here, since most of it needs torch.
"""
