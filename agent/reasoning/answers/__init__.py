"""Answers by topic: functions from what is known of a picture to the items that are said, each with its citation."""
