"""Labelled pictures and benchmarks as files: what the harness and the training recipes both read."""
