"""How an examination is shown and written: in a terminal, as maps, and the JSON Schema of its record."""
