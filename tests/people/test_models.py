import pytest
from django.db import IntegrityError, transaction

from tests.factories import make_organisation, make_role, make_user
from tillit.people.models import User


def test_party_belongs_to_the_elected_only():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_role(party="S", is_elected=False)

    assert make_role(party="S", is_elected=True).name_with_party == "Asta Prov (S)"


def test_population_needs_its_year():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_organisation(population=5, population_year=None)


def test_login_is_the_address_however_it_is_written():
    user = make_user("Nils@Example.se")

    assert user.email == "nils@example.se"
    assert User.objects.get_by_natural_key("NILS@EXAMPLE.SE") == user


def test_nobody_is_staff_by_default():
    user = make_user("ny@example.se")

    assert not user.is_staff
    assert not user.is_superuser
    assert not user.has_perm("wagtailadmin.access_admin")
