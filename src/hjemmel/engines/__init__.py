"""Computation. Engines do not know each other; each has ``run``, ``check`` and ``explain``."""
