"""Økonomi: the money per list and month, a practice's economy, and the same computed again."""
