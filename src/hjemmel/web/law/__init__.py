"""The rule manual: parameters, rules with their cases, and what is not modelled."""
