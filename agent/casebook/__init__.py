"""The casebook: cases with their exhibits, examinations and conversations, in a database whose log can be verified.

`Casebook.open` is the way in. `casebook` writes and `case_reading` reads; `case_log` chains the entries, `case_actions`
says which rows follow from each, and `case_verification` makes them again and compares. `case_archive` exports and
imports a case, `case_deletion` deletes one, and `case_database` knows SQLite and PostgreSQL.
"""

from .case_database import data_folder
from .case_head import Head
from .case_log import Entry
from .case_types import (
    Box,
    Case,
    CasebookError,
    Examined,
    Exhibit,
    Mark,
    Misreport,
    Note,
    Reply,
    Turn,
)
from .case_verification import Finding, Kind, Verification
from .casebook import Casebook

__all__ = [
    "Box",
    "Case",
    "Casebook",
    "CasebookError",
    "Entry",
    "Examined",
    "Exhibit",
    "Finding",
    "Head",
    "Kind",
    "Mark",
    "Misreport",
    "Note",
    "Reply",
    "Turn",
    "Verification",
    "data_folder",
]
