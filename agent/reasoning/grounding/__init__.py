"""Whether a sentence says what its evidence says."""
