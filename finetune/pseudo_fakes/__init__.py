"""Real pictures altered in known ways, and the networks that alter them."""
