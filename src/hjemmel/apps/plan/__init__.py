"""Plans for the doctor service: measures, budgets, indicators and what came of them."""
