"""Linear heads and small networks on frozen features."""
