"""Labelled pictures: reading the common layouts, splitting them by source and group, checking them for leaks."""
