"""What is installed, what is missing and what it costs: the checks of `telltale doctor`."""

from .health_checks import Finding, State, examined

__all__ = ["Finding", "State", "examined"]
