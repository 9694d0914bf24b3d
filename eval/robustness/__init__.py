"""How far a model's answers hold on changed pictures: damage, overlays, orders in the picture, other backgrounds.

Leading questions and optimised attacks too.
"""
