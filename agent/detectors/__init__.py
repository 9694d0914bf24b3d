"""What the pixels say: one file a detector, pure array to score and map."""
