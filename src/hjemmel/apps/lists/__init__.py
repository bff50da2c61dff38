"""Lists in daily operation: requests, moves, rounds, reductions and the month's cut-over."""
