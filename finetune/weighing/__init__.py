"""How evidence is weighed: readings, tables of evidence, the fit of fusion."""
