"""The project's own measurements: `python -m telltale.eval.studies NAME`."""
