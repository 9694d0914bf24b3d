"""Training of the heads: linear scores and one small network, on frozen features or high-pass residuals."""
