"""What a verdict survives: damage, overlays, orders in the picture, other backgrounds, framing, optimised attacks."""
