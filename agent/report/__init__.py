"""An examination for people and programs: terminal, JSON with its schema, maps."""
