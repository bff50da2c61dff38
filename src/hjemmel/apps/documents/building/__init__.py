"""What documents say of a plan: pure functions from the picture of a plan to blocks."""
