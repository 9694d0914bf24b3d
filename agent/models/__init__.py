"""Adapters, heads and parameters that ship with the package, as safetensors and JSON; one folder a base model."""
