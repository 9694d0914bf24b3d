"""Training recipes: adapters, detectors and fusion. What is here so far prepares fresh LoRA adapters."""
