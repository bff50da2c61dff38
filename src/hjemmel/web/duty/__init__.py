"""Vakt: districts, duty rosters and what a doctor sees of her own duty."""
