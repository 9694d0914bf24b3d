"""How fast telltale is on this machine: what `telltale bench` prints."""

from .bench_steps import Measurement, measured, sample_pictures

__all__ = ["Measurement", "measured", "sample_pictures"]
