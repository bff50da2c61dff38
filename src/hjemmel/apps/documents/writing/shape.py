"""What documents look like in every kind of file."""

HEADINGS_BEFORE_CONTENTS = 5
"""With more headings than these a document begins with its contents."""
