"""Out-of-hours duty: districts, doctors who take duty, rosters, swaps, exemptions and competence."""
