"""The commands `telltale finetune …`: arguments here, the work in the modules of `telltale.finetune`."""

from ...agent.console import Commands
from . import adapter_recipes, data_recipes, fusion_recipe, head_recipes, views_recipe

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Declare the recipes, in the order in which they build on each other."""
    data_recipes.add(commands)
    views_recipe.add(commands)
    head_recipes.add_detector(commands)
    adapter_recipes.add(commands)
    head_recipes.add_router(commands)
    fusion_recipe.add(commands)
