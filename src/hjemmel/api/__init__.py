"""The JSON API: reads what is asked, makes one call downwards, presents the answer."""
