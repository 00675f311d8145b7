"""Registering addresses that are told when jobs end."""

import pytest
from served import NOW

from openends.domain.errors import InputError
from openends.jobs.targets import check_target, find_target
from openends.services.register_webhook import MOST, register_webhook
from openends.store import webhooks


def register(database, caller, url="https://example.com/hook", events=("*",), check=None):
    return register_webhook(database, caller, url, events, check or (lambda url: None), now=NOW)


def check_public(url):
    """Check as a server does, on an internet where every name leads to one public address."""
    find_target(url, (), lambda host, port: ["93.184.215.14"])


def listed(database, caller):
    with database.reading() as connection:
        return webhooks.list_for(connection, caller.organization.id)


def test_a_webhook_gets_a_secret_and_keeps_its_events_once_each(database, caller):
    made = register(database, caller, events=["job.failed", "*", "job.failed"])
    assert made.secret.startswith("whsec_")
    assert made.events == ("job.failed", "*")
    assert listed(database, caller) == [made]


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com",
        "HTTPS://EXAMPLE.com:8443/a?b=c#d",
        "https://xn--bcher-kva.example/hook",
        "https://93.184.215.14/hook",
        "https://[2606:2800:21f::1]/hook",
    ],
)
def test_https_addresses_are_taken(database, caller, url):
    assert register(database, caller, url, check=check_public).url == url


def test_http_is_taken_where_the_operator_allows_the_target(database, caller):
    # The one name that every machine can look up.
    target = "localhost"

    def check(url):
        check_target(url, (target,))

    url = f"http://{target}/hook"
    assert register(database, caller, url, check=check).url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "http://example.com",
        "ftp://example.com",
        "https://",
        "https:///hook",
        "https://:443/hook",
        "https://example.com:0/",
        "https://example.com:99999/",
        "https://example.com:port/",
        "https://[::1/hook",
        "https://exa mple.com/",
        "https://example.com/\nhook",
        "https://bücher.example/",
    ],
)
def test_other_addresses_are_refused(database, caller, url):
    with pytest.raises(InputError, match="Field 'url' must be an https address"):
        register(database, caller, url, check=check_public)
    assert listed(database, caller) == []


def test_an_address_that_is_too_long_is_refused(database, caller):
    with pytest.raises(InputError, match="2,000 characters"):
        register(database, caller, "https://example.com/" + "a" * 2_000)


def test_an_address_that_leads_where_it_must_not_is_refused(database, caller):
    def check(url):
        raise InputError("private")

    with pytest.raises(InputError, match="private"):
        register(database, caller, check=check)
    assert listed(database, caller) == []


def test_an_organization_has_so_many_webhooks_and_no_more(database, make_caller):
    caller = make_caller()
    for _ in range(MOST):
        register(database, caller)
    with pytest.raises(InputError, match="20 webhooks"):
        register(database, caller)
    assert len(listed(database, caller)) == MOST
    register(database, make_caller())
