"""The questions that grants answer."""
