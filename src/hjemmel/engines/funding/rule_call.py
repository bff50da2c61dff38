"""Rules called by their id, with the facts that they ask for: so that a scheme can be data."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping

from hjemmel.law import Finding, LawAt
from hjemmel.law.loader import unknown_id
from hjemmel.law.provision import Rule
from hjemmel.rules.spec import rules_by_id


def ask_rule(rule_id: str, facts: Mapping[str, object], law: LawAt) -> Finding:
    """Return what a rule finds.

    Args:
        rule_id: Id of the rule: ``national_grants.legevakt_award``.
        facts: Facts by name; those that the rule does not ask for are left out.
        law: The law; it takes over what the rule reads.

    Raises:
        UnknownIdError: There is no such rule.
        TypeError: A fact is missing.
    """
    rule, names = _rule(rule_id)
    given = {name: facts[name] for name in names if name in facts}
    return rule.function(**given, law=law)


@functools.cache
def _rule(rule_id: str) -> tuple[Rule, tuple[str, ...]]:
    rules = rules_by_id()
    if rule_id not in rules:
        raise unknown_id("rule", rule_id, rules)
    rule = rules[rule_id]
    return rule, tuple(inspect.signature(rule.function).parameters)
