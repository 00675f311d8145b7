from __future__ import annotations

import pytest
from made_study import NOW, make_study
from sqlalchemy import func, select
from together import run_together

from openends.domain.errors import NotFound
from openends.store import credits, organizations
from openends.store.tables import ledger


def balance(database, study):
    with database.reading() as connection:
        return organizations.get(connection, study.owner).credits


def lines(database, study):
    query = select(ledger.c.reference, ledger.c.batch, ledger.c.amount).order_by(ledger.c.id)
    with database.reading() as connection:
        found = connection.execute(query.where(ledger.c.organization_id == study.owner))
        return [tuple(row) for row in found]


def charge(database, study, reference="job_1", batch=0, amount=10):
    with database.transaction() as connection:
        return credits.charge(
            connection, study.owner, reference=reference, batch=batch, amount=amount, now=NOW
        )


def test_the_first_credits_are_the_first_line(database, study):
    assert balance(database, study) == 1000
    assert study.organization.credits_monthly == 1000
    assert lines(database, study) == [(f"grant:{study.owner}", 0, 1000)]


def test_a_batch_is_charged_once(database, study):
    assert charge(database, study)
    assert not charge(database, study)
    assert not charge(database, study, amount=99)
    assert charge(database, study, batch=1)
    assert charge(database, study, reference="job_2")
    assert balance(database, study) == 970
    assert [line[2] for line in lines(database, study)] == [1000, -10, -10, -10]


def test_a_charge_that_is_rolled_back_was_none(database, study):
    with pytest.raises(ValueError, match="stop"), database.transaction() as connection:
        credits.charge(connection, study.owner, reference="job_1", batch=0, amount=5, now=NOW)
        raise ValueError("stop")
    assert balance(database, study) == 1000
    assert charge(database, study)


def test_a_batch_that_eight_workers_charge_at_once_is_charged_once(database, study):
    done = []

    def work():
        done.extend(batch for batch in range(5) if charge(database, study, batch=batch))

    run_together(work, count=8)
    assert sorted(done) == [0, 1, 2, 3, 4]
    assert balance(database, study) == 950


def test_the_balance_is_the_sum_of_the_ledger(database, study):
    other = make_study(database, "Other", credits=7)

    def work():
        for number in range(6):
            reference = f"job_{number % 3}"
            charge(database, study, reference=reference, batch=number, amount=number)
            charge(database, other, reference=f"other_{number}", amount=1)
            with database.transaction() as connection:
                credits.grant(
                    connection, other.owner, reference=f"gift_{number}", amount=2, now=NOW
                )

    run_together(work, count=8)
    for each, expected in ((study, 1000 - 15), (other, 7 - 6 + 12)):
        query = select(func.sum(ledger.c.amount)).where(ledger.c.organization_id == each.owner)
        with database.reading() as connection:
            assert connection.execute(query).scalar() == balance(database, each) == expected


def test_without_a_limit_charges_are_noted_and_no_balance_falls(database):
    study = make_study(database, credits=None)
    assert lines(database, study) == []
    assert charge(database, study)
    assert balance(database, study) is None
    assert lines(database, study) == [("job_1", 0, -10)]


def test_a_balance_may_fall_below_zero(database):
    study = make_study(database, credits=0)
    assert charge(database, study)
    assert balance(database, study) == -10


def test_only_an_organization_that_exists_is_locked(database):
    with pytest.raises(NotFound), database.transaction() as connection:
        organizations.lock(connection, "nobody")
