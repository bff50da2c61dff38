"""What the doors show of out-of-hours duty."""
