"""Arrays of pixels and maps: JPEG blocks, regions, overlays; no network and no detector."""
