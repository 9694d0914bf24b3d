"""Arrays of pixels and maps: JPEG blocks, regions, overlays. No network and no detector."""
