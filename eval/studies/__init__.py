"""The project's own measurements, one a module: `python -m telltale.eval.studies NAME`.

A module that assigns `STUDY` is a study; every other module here is something that studies share or are made of.
"""
