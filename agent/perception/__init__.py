"""What the vision-language model sees: base weights, model loading, adapters and yes/no probes."""
