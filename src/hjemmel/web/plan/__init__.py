"""Plan: measures, board, indicators, budget, and what everybody may see of them."""
