"""Processes of their own for the two kinds of long work behind the page: the detectors and the model.

`work_crew` keeps the processes, `work_process` is what runs in them, `instrument_work` what they do, and
`worked_investigator` is an investigator whose instruments are in them. Only our own programs talk over the pipes: a
file of a stranger never does, since the confined reading process has made pixels of it before.
"""
