"""Requests to identity."""

from matrikel.identity.v1 import account_pb2, directory_pb2, session_pb2, token_pb2

from tests.requests.named import Named, of


@of("identity.v1.AccountService", "GetAccount")
def get_account(named: Named) -> account_pb2.GetAccountRequest:
    """The account of the person."""
    return account_pb2.GetAccountRequest(person_id=named.person_id)


@of("identity.v1.AccountService", "IssueInitialCode")
def issue_initial_code(named: Named) -> account_pb2.IssueInitialCodeRequest:
    """A new initial code for the person."""
    return account_pb2.IssueInitialCodeRequest(person_id=named.person_id)


@of("identity.v1.AccountService", "ActivateAccount")
def activate_account(named: Named) -> account_pb2.ActivateAccountRequest:
    """The new account, with its initial code and first password."""
    return account_pb2.ActivateAccountRequest(
        user_name=named.new_user_name, initial_code=named.initial_code, password=named.password
    )


@of("identity.v1.DirectoryService", "ListItServices")
def list_it_services(_named: Named) -> directory_pb2.ListItServicesRequest:
    """The whole directory."""
    return directory_pb2.ListItServicesRequest()


@of("identity.v1.SessionService", "SignIn")
def sign_in(named: Named) -> session_pb2.SignInRequest:
    """A session for the user name."""
    return session_pb2.SignInRequest(user_name=named.user_name, password=named.password)


@of("identity.v1.SessionService", "SignOut")
def sign_out(_named: Named) -> session_pb2.SignOutRequest:
    """The end of the caller's session."""
    return session_pb2.SignOutRequest()


@of("identity.v1.TokenService", "IssueToken")
def issue_token(named: Named) -> token_pb2.IssueTokenRequest:
    """An access token of the session for the audience."""
    return token_pb2.IssueTokenRequest(session_token=named.session_token, audience=named.audience)


@of("identity.v1.TokenService", "ExchangeToken")
def exchange_token(named: Named) -> token_pb2.ExchangeTokenRequest:
    """The access token made into one for the audience."""
    return token_pb2.ExchangeTokenRequest(subject_token=named.access_token, audience=named.audience)


@of("identity.v1.TokenService", "ListSigningKeys")
def list_signing_keys(_named: Named) -> token_pb2.ListSigningKeysRequest:
    """Every public key."""
    return token_pb2.ListSigningKeysRequest()
