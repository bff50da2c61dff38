"""Nøkkeltall: the published indicators, from the register and as published."""
