"""Where events may be sent, and where not, however it is spelled."""

import pytest

from openends.domain.errors import InputError
from openends.jobs.targets import check_target, find_target, is_public, look_up

PUBLIC = "93.184.215.14"


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "100::1",
        "2001::1",
        "2001:db8::1",
        "3fff::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::7f00:1",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::1",
        "2002:c0a8:101::",
        "no address",
        "",
    ],
)
def test_what_is_not_public_is_told(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        PUBLIC,
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        "2a00:1450:4001:830::200e",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_what_is_public_is_told(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/hook",
        "https://127.1/hook",
        "https://2130706433/hook",
        "https://0x7f000001/hook",
        "https://0177.0.0.1/hook",
        "https://localhost/hook",
        "https://LOCALHOST./hook",
        "https://[::1]/hook",
        "https://[::ffff:127.0.0.1]/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://example.com\\@127.0.0.1/",
        "https://user@127.0.0.1/",
    ],
)
def test_private_targets_are_refused_in_every_spelling(url):
    with pytest.raises(InputError, match="'url'"):
        check_target(url)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://example.com/hook", "Field 'url' must be an https address; http is refused."),
        ("ftp://example.com/hook", "must be an https address without a user name"),
        ("https:///hook", "must be an https address without a user name"),
        ("https://example.com:0/", "must be an https address without a user name"),
        ("https://example.com:99999/", "must be an https address without a user name"),
        ("https://user:secret@example.com/", "must be an https address without a user name"),
        ("example.com", "must be an https address without a user name"),
        ("", "must be an https address without a user name"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_with_the_reason(url, sentence):
    with pytest.raises(InputError) as refusal:
        find_target(url, (), lambda host, port: [PUBLIC])
    assert sentence in refusal.value.message


def test_a_host_that_is_not_found_is_refused():
    def unknown(host, port):
        raise OSError("no such host")

    with pytest.raises(InputError, match=r"cannot be found: example\.com"):
        find_target("https://example.com/", (), unknown)
    with pytest.raises(InputError, match="cannot be found"):
        find_target("https://example.com/", (), lambda host, port: [])


def test_http_is_refused_as_such_even_where_nothing_is_found():
    for allow in ((), ("10.0.0.0/8",)):
        with pytest.raises(InputError, match="http is refused"):
            find_target("http://example.com/", allow, lambda host, port: [])


def test_a_name_too_long_for_the_internet_is_not_found():
    with pytest.raises(InputError, match="cannot be found"):
        check_target(f"https://{'a' * 70}.example.com/")


def test_one_private_address_behind_a_name_is_enough_to_refuse():
    with pytest.raises(InputError) as refusal:
        find_target("https://example.com/", (), lambda host, port: [PUBLIC, "10.1.2.3"])
    assert "example.com" in refusal.value.message
    # What the name leads to inside is not told.
    assert "10.1.2.3" not in refusal.value.message


def test_a_name_is_looked_up_once():
    asked = []

    def answer(host, port):
        asked.append((host, port))
        return [PUBLIC]

    target = find_target("https://example.com/hook?a=1", (), answer)
    assert (target.addresses, target.port) == ((PUBLIC,), 443)
    assert asked == [("example.com", 443)]


@pytest.mark.parametrize(
    ("allow", "url", "fine"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080/", True),
        ("127.0.0.1:8080", "http://127.0.0.1:8080/", True),
        ("127.0.0.1:8080", "http://127.0.0.1:8081/", False),
        ("127.0.0.0/8", "https://127.0.0.7/", True),
        ("10.0.0.0/8", "https://127.0.0.7/", False),
        ("localhost", "http://localhost:1234/", True),
        ("localhost:1234", "http://LocalHost:1234/", True),
        ("[::1]:1234", "http://[::1]:1234/", True),
        ("::1", "http://[::1]:1234/", True),
        ("[::1]:1234", "http://[::1]:1235/", False),
        ("127.0.0.1:443", "https://127.0.0.1/", True),
        ("elsewhere", "https://127.0.0.1/", False),
        ("", "https://127.0.0.1/", False),
    ],
)
def test_what_the_operator_allows_is_fine(allow, url, fine):
    if fine:
        check_target(url, (allow,))
    else:
        with pytest.raises(InputError):
            check_target(url, (allow,))


def test_an_allowed_network_must_hold_all_addresses_of_a_name():
    with pytest.raises(InputError):
        find_target(
            "https://example.com/", ("10.0.0.0/8",), lambda host, port: ["10.0.0.1", "192.168.0.1"]
        )


def test_this_machine_is_found_under_its_own_name():
    assert set(look_up("localhost", 80)) <= {"127.0.0.1", "::1"}
