"""Measuring: metrics, and detectors on labelled pictures."""
