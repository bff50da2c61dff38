"""What searches for rosters; solver libraries are used here only."""
