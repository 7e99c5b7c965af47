"""The plans have as many tests as the OpenID Foundation's plans have modules, of the same names.

The names are those of the conformance suite, release-v5.2.3 and 84 commits (12f2a4da); a module is
named `oidcc-server` there and its test `test_oidcc_server` here.
"""

from types import ModuleType

import pytest

from tests.conformance import (
    test_basic_op_claims,
    test_basic_op_requests,
    test_basic_op_sessions,
    test_basic_op_tokens,
    test_config_op,
    test_rp_initiated_logout_op,
)

BASIC = """
oidcc-server oidcc-response-type-missing oidcc-idtoken-signature oidcc-idtoken-unsigned
oidcc-userinfo-get oidcc-userinfo-post-header oidcc-userinfo-post-body
oidcc-ensure-request-without-nonce-succeeds-for-code-flow oidcc-scope-profile oidcc-scope-email
oidcc-scope-address oidcc-scope-phone oidcc-scope-all oidcc-alternate-happy-flow oidcc-display-page
oidcc-display-popup oidcc-prompt-login oidcc-prompt-none-not-logged-in oidcc-prompt-none-logged-in
oidcc-max-age-1 oidcc-max-age-10000 oidcc-ensure-request-with-unknown-parameter-succeeds
oidcc-id-token-hint oidcc-login-hint oidcc-ui-locales oidcc-claims-locales
oidcc-ensure-request-with-acr-values-succeeds oidcc-codereuse oidcc-codereuse-30seconds
oidcc-ensure-registered-redirect-uri oidcc-ensure-post-request-succeeds
oidcc-server-client-secret-post
oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported
oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported oidcc-claims-essential
oidcc-ensure-request-object-with-redirect-uri oidcc-refresh-token
oidcc-ensure-request-with-valid-pkce-succeeds
"""
CONFIG = "oidcc-discovery-endpoint-verification"
LOGOUT = """
oidcc-rp-initiated-logout-discovery-endpoint-verification oidcc-rp-initiated-logout
oidcc-rp-initiated-logout-bad-post-logout-redirect-uri
oidcc-rp-initiated-logout-modified-id-token-hint oidcc-rp-initiated-logout-no-id-token-hint
oidcc-rp-initiated-logout-no-params oidcc-rp-initiated-logout-no-post-logout-redirect-uri
oidcc-rp-initiated-logout-no-state oidcc-rp-initiated-logout-only-state
oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri
oidcc-rp-initiated-logout-bad-id-token-hint
"""
BASIC_TESTS = (
    test_basic_op_claims,
    test_basic_op_requests,
    test_basic_op_sessions,
    test_basic_op_tokens,
)


@pytest.mark.parametrize(
    ("plan", "modules", "count"),
    [
        (BASIC, BASIC_TESTS, 38),
        (CONFIG, (test_config_op,), 1),
        (LOGOUT, (test_rp_initiated_logout_op,), 11),
    ],
    ids=["basic", "config", "rp-initiated-logout"],
)
def test_every_module_of_the_plan_has_a_test_of_its_name(
    plan: str, modules: tuple[ModuleType, ...], count: int
) -> None:
    names = {f"test_{name.replace('-', '_')}" for name in plan.split()}
    tests = {name for module in modules for name in vars(module) if name.startswith("test_oidcc_")}

    assert len(names) == count
    assert tests == names
