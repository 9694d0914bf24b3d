"""What Telltale looks with: intake, detectors, perception, reasoning and the rooms that talk to people."""
