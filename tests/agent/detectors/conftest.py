import pytest
from telltale.agent.detectors import clip_heads, portrait
from telltale.agent.perception import tower


@pytest.fixture
def seen(monkeypatch):
    """Heads and features that need no weights: `seen(heads, views, features)` makes the detectors use them."""

    def use(heads, views, made):
        monkeypatch.setattr(clip_heads, "shipped", lambda: heads)
        monkeypatch.setattr(tower, "look", lambda pixels: (views, made))
        monkeypatch.setattr(portrait, "shipped", lambda: None)

    return use
