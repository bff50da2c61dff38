"""Numbers that name persons and places keep their zeros and check their digits.

Every number of a person here is synthetic: the month has 80 added to it.
"""

from __future__ import annotations

from itertools import islice

import pytest

from hjemmel.kernel.errors import InputError
from hjemmel.kernel.identifiers import (
    DistrictNumber,
    HprNumber,
    MunicipalityNumber,
    NationalId,
    NationalIdKind,
    OrganisationNumber,
    synthetic_check_digits,
)

FROM_2032 = (0, 1, 2, 3)


@pytest.mark.parametrize("number", ["01817900131", "55819025052"])
def test_a_number_that_is_valid_before_2032_stays_valid(number: str) -> None:
    assert NationalId(number) == NationalId(number, FROM_2032)
    assert NationalId(number).is_synthetic


@pytest.mark.parametrize("number", ["01817900158", "55819025060"])
def test_more_numbers_are_valid_from_2032(number: str) -> None:
    with pytest.raises(InputError, match="Wrong check digits"):
        NationalId(number)
    assert NationalId(number, FROM_2032).value == number


@pytest.mark.parametrize("number", ["01817900174", "55819025095", "01817900132", "01817900130"])
def test_a_number_with_wrong_check_digits_is_refused_in_both_systems(number: str) -> None:
    for remainders in ((0,), FROM_2032):
        with pytest.raises(InputError, match="Wrong check digits"):
            NationalId(number, remainders)


@pytest.mark.parametrize("number", ["0181790013", "018179001311", "0181790013x", "", "٠١٨١٧٩٠٠١٣١"])
def test_what_is_not_eleven_digits_is_refused(number: str) -> None:
    with pytest.raises(InputError, match="Expected 11 digits"):
        NationalId(number)


def test_a_number_of_a_person_never_shows_in_a_repr_or_an_error() -> None:
    assert "01817900131" not in repr(NationalId("01817900131"))
    for wrong in ("01817900174", "0181790013"):
        with pytest.raises(InputError) as caught:
            NationalId(wrong)
        assert wrong not in f"{caught.value!r} {caught.value.message('nb')} {caught.value.data}"


def test_the_month_tells_synthetic_and_help_numbers_apart() -> None:
    kinds = {}
    for month in (81, 92, 41, 52):
        digits = f"01{month}79001"
        check = synthetic_check_digits(digits)
        for individual in range(1, 20):
            if check is not None:
                break
            digits = f"01{month}79{individual:03d}"
            check = synthetic_check_digits(digits)
        kinds[month] = NationalId(f"{digits}{check}").kind
    assert kinds == {
        81: NationalIdKind.SYNTHETIC,
        92: NationalIdKind.SYNTHETIC,
        41: NationalIdKind.HELP,
        52: NationalIdKind.HELP,
    }


def test_the_check_digits_that_are_computed_are_valid() -> None:
    made = (
        f"15{month:02d}85{individual:03d}" for month in range(81, 93) for individual in range(1000)
    )
    valid = 0
    for digits in islice(made, 0, None, 7):
        check = synthetic_check_digits(digits)
        if check is not None:
            assert NationalId(digits + check).is_synthetic
            valid += 1
    assert valid > 1000


def test_the_known_number_gets_its_own_check_digits() -> None:
    assert synthetic_check_digits("018179001") == "31"


def test_leading_zeros_belong_to_a_municipality_number() -> None:
    assert str(MunicipalityNumber("0301")) == "0301"
    for wrong in ("301", "03010", "03O1", ""):
        with pytest.raises(InputError, match="Expected 4 digits"):
            MunicipalityNumber(wrong)


def test_a_district_lies_in_the_municipality_of_its_first_four_digits() -> None:
    district = DistrictNumber("460108")
    assert (str(district), district.municipality) == ("460108", MunicipalityNumber("4601"))
    with pytest.raises(InputError, match="Expected 6 digits"):
        DistrictNumber("46010")


@pytest.mark.parametrize("number", ["1215", "9111492", "123456789"])
def test_a_health_workers_number_has_up_to_nine_digits(number: str) -> None:
    assert HprNumber(number).value == number


@pytest.mark.parametrize("number", ["", "1234567890", "12 15"])
def test_what_cannot_be_a_health_workers_number_is_refused(number: str) -> None:
    with pytest.raises(InputError):
        HprNumber(number)


def test_an_organisation_number_has_a_check_digit() -> None:
    assert OrganisationNumber("123456785").value == "123456785"
    with pytest.raises(InputError, match="Wrong check digit"):
        OrganisationNumber("123456784")
    with pytest.raises(InputError, match="Expected 9 digits"):
        OrganisationNumber("12345678")
