"""Reconciliation: the register beside the national register's contracts."""
