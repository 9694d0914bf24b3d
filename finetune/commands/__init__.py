"""The commands `telltale finetune …`: arguments here, the work in the modules of `telltale.finetune`."""

from ...agent.console import Commands
from . import (
    adapter_recipes,
    copies_recipe,
    data_recipes,
    fusion_recipe,
    grpo_recipe,
    head_recipes,
    locating_recipe,
    own_recipes,
    perceive_recipes,
    update_recipe,
    views_recipe,
)

__all__ = ["add"]


def add(commands: Commands) -> None:
    """Declare the recipes, those for pictures of one's own first, then in the order of their use."""
    own_recipes.add(commands)
    update_recipe.add(commands)
    data_recipes.add(commands)
    views_recipe.add(commands)
    head_recipes.add_detector(commands)
    perceive_recipes.add(commands)
    adapter_recipes.add(commands)
    grpo_recipe.add(commands)
    head_recipes.add_router(commands)
    locating_recipe.add(commands)
    copies_recipe.add(commands)
    fusion_recipe.add(commands)
