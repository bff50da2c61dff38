"""From what duty keeps to the pictures that the engine reads."""
