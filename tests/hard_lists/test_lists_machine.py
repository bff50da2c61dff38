"""Daily operation in any order keeps its promises; at least fifty steps deep."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from lists_machine import DailyOperation

from hjemmel.apps.accounts.policies import system
from hjemmel.apps.registry.services.demo import load_synthetic
from hjemmel.cases.synthetic import generate, read_profile

STEPS = 60
HOW = settings(
    max_examples=5,
    derandomize=True,  # the same steps each time: what is done below is done each time
    stateful_step_count=STEPS,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def test_any_order_of_verbs_keeps_every_promise(db: None) -> None:
    small = read_profile("bergen").scaled(residents=2_400, lists=4)
    load_synthetic(made=generate(small, seed=2024), by=system("test"))
    run_state_machine_as_test(DailyOperation, settings=HOW)
    assert DailyOperation.deepest >= 50
    done = {"granted", "cut_over", "propose_round", "put_on_list", "choose_allocation"}
    assert done <= set(DailyOperation.everything)
