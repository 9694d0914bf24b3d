import numpy as np
from telltale.agent.evidence import Region
from telltale.agent.pixels.maps import overlay


def test_a_map_is_laid_where_it_belongs():
    pixels = np.full((200, 300, 3), 100, np.uint8)
    heat = np.zeros((10, 15), np.float32)
    heat[:, 10:] = 1.0
    picture = np.asarray(overlay(pixels, heat, Region(x=20, y=30, w=50, h=40)))
    assert picture.shape == (200, 300, 3)
    assert picture[100, 280].mean() > 2 * picture[100, 150].mean()
    assert tuple(picture[30, 40]) == (0, 255, 255)
    assert np.asarray(overlay(np.zeros((2000, 4000, 3), np.uint8), heat)).shape == (800, 1600, 3)
