"""Import: a file into the register, with a preview first."""
