"""From evidence to a verdict: terms, fusion, the second look, claims, the verbal scale."""
