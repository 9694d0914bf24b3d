"""Questions after an examination: understood, measured for, answered."""
