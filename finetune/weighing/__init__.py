"""How evidence is weighed: the ways of pictures, readings by weights that left their source out, and the fit."""
