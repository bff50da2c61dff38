"""Arbeid: what waits for somebody, and a wish that needs judgement."""
