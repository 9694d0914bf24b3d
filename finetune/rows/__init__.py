"""Rows of prompt and completion that the explain adapter learns from."""
