"""Towards training: labelled data read, split and checked; fresh LoRA adapters."""
