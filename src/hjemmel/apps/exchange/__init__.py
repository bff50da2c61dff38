"""From and to files: readers, saved column mappings, import runs, quarantine."""
