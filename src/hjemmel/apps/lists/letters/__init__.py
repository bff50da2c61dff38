"""Letters to residents: their kinds, the words they are made of, and how they are set as PDF."""
