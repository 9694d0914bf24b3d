"""Training of the heads: linear scores on frozen features."""
