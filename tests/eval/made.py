"""Runs of the task csv, as the command makes them."""

from telltale.agent import cli
from telltale.eval import runs


def run(labelled, folder, model, *more):
    command = ["eval", "csv", "--data", str(labelled), "--model", model, "--out", str(folder), *more]
    assert cli.main(command) == 0
    return runs.read(folder)
