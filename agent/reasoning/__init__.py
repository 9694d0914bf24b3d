"""From evidence to a verdict and a checked explanation: fusion, chat model, explanation, grounding, chain."""
