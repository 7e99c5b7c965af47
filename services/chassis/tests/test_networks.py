"""What counts as one client where attempts are counted."""

from chassis.values import client_network


def test_a_client_is_one_ipv4_address_or_one_ipv6_network_of_64_bits() -> None:
    assert client_network("192.0.2.7") != client_network("192.0.2.8")
    assert client_network("::ffff:192.0.2.7") == client_network("192.0.2.7") == "192.0.2.7"
    assert client_network("2001:db8::1") == client_network("2001:db8::2") == "2001:db8::/64"
    assert client_network("2001:db8::1") != client_network("2001:db8:0:1::1")
    assert client_network("fe80::1%eth0") == client_network("fe80::1")


def test_clients_without_a_network_address_count_as_one() -> None:
    assert client_network("") == client_network("unix:/run/socket") == "unknown"
