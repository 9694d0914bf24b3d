"""LoRA adapters for a vision-language model: perceive and explain."""
