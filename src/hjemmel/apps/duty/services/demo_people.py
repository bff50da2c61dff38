"""What the doctors of a demo do: exemptions, an open shift, a swap that waits for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from hjemmel.apps.accounts.policies import Actor
from hjemmel.apps.duty.mapping.exemptions import ExemptionFacts
from hjemmel.apps.duty.models import DutyDoctor, DutyShift
from hjemmel.apps.duty.selectors.swaps import swap_partners
from hjemmel.apps.duty.selectors.takers import takers_of
from hjemmel.apps.duty.services.exemptions import apply_for_exemption, grant_exemption
from hjemmel.apps.duty.services.offers import make_offer
from hjemmel.domain.duty_doctor import ExemptionGround
from hjemmel.domain.shift import NORWAY
from hjemmel.kernel.time import age_on
from hjemmel.law import law_on
from hjemmel.rules.duty_exemption import age_gives_exemption

_NOON = time(12)
_TRIED = 12
_SOCIAL = ExemptionFacts(weighty_social_reason=True)


def let_two_be_exempt(
    doctors: Sequence[DutyDoctor], first: date, last: date, *, today: date, by: Actor
) -> None:
    """Grant one doctor exemption, and let the oldest apply: by age if she is old enough.

    Args:
        doctors: The district's doctors with the register's doctor; the demo's own GP is the first.
        first: The first day of the one that is granted; the other is from ``last`` on.
        last: The first day after.
        today: The day.
        by: Who loads the demo.
    """
    with_age = [one for one in doctors[1:] if one.doctor.born is not None]
    if len(with_age) < 2:
        return
    oldest, *others = sorted(with_age, key=lambda one: (one.doctor.born or today, one.pk))
    granted = apply_for_exemption(
        duty_doctor=others[len(others) // 2].pk,
        ground=ExemptionGround.SOCIAL,
        first=first,
        last=last,
        facts=_SOCIAL,
        by=by,
    )
    grant_exemption(
        case=granted,
        version=1,
        reason="Vektige sosiale grunner i en periode.",
        by=by,
        now=datetime.combine(today, _NOON, NORWAY),
    )
    age = age_on(oldest.doctor.born or today, last)
    is_old = age_gives_exemption(age, law=law_on(last)).is_met
    apply_for_exemption(
        duty_doctor=oldest.pk,
        ground=ExemptionGround.AGE if is_old else ExemptionGround.SOCIAL,
        first=last,
        facts=None if is_old else _SOCIAL,
        by=by,
    )


def let_shifts_be_offered(
    roster: int, doctors: Sequence[DutyDoctor], *, today: date, by: Actor
) -> None:
    """Open a shift that the demo's own GP may take, and ask her to swap another.

    Args:
        roster: Key of the published roster.
        doctors: The district's doctors; the demo's own GP is the first.
        today: The day; shifts of later days are offered.
        by: Who loads the demo.
    """
    herself = doctors[0].pk
    now = datetime.combine(today, _NOON, NORWAY)
    coming = list(
        DutyShift.objects.filter(roster=roster, day__gt=today, doctors=1)
        .filter(assignments__ended_at__isnull=True)
        .exclude(assignments__duty_doctor=herself)
        .values_list("key", "assignments__duty_doctor")
        .order_by("starts", "key")
    )[:_TRIED]
    opened = ""
    for shift, giver in coming:
        takers = takers_of(roster, shift, given_by=giver, by=by)
        if herself in {one.doctor for one in takers}:
            make_offer(roster=roster, shift=shift, kind="open", given_by=giver, by=by, now=now)
            opened = shift
            break
    for shift, giver in coming:
        if shift == opened:
            continue
        for one in swap_partners(roster, shift, given_by=giver, by=by, now=now):
            if one.doctor == herself and one.wanted is not None and one.wanted.key != opened:
                make_offer(
                    roster=roster,
                    shift=shift,
                    kind="swap",
                    given_by=giver,
                    offered_to=herself,
                    wanted_shift=one.wanted.key,
                    wanted_roster=one.wanted_roster,
                    reason="Kan vi bytte? Jeg har en avtale den kvelden.",
                    by=by,
                    now=now,
                )
                return
