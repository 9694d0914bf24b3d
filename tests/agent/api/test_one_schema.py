"""The command line gives the record of the facade too; the other entrances are held against it in their own tests."""

import json

from telltale.agent import cli

from tests.agent.api.conftest import CLAIM, OPTIONS, checked


def test_the_command_line_prints_the_record_of_the_facade(folder, expected, capsys):
    assert cli.main(["examine", str(folder / "rocket.png"), "--json", "--claim", CLAIM, *OPTIONS]) == 0
    assert checked(json.loads(capsys.readouterr().out)) == expected
