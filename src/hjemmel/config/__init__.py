"""Wires everything together; holds no logic."""
