"""Lets a call in: who calls, may the roles call, is the request well formed."""

from collections.abc import Iterator
from datetime import timedelta

import protovalidate
from google.protobuf.message import Message
from matrikel.access.v1 import access_pb2

from chassis.clock import Clock
from chassis.errors import Code, Failure, FieldProblem
from chassis.rpc.call import Call, Caller
from chassis.rpc.contract import MethodContract
from chassis.rpc.request_values import problems_of_values
from chassis.rpc.rule_texts import rule_text
from chassis.rpc.session_check import SessionCheck
from chassis.rpc.tokens import CredentialVerifier, TokenVerifier, invalid_token
from chassis.values import LocalizedText

# A method with step-up wants the credential proven within this time.
STEP_UP_AGE = timedelta(minutes=5)
CREDENTIAL_METADATA = "matrikel-service-credential"
CLIENT_ADDRESS_METADATA = "matrikel-client-address"

# The sentence for people names this many fields; the details name all.
MOST_NAMES = 10

SIGN_IN = LocalizedText(
    de="Bitte melden Sie sich an.",
    en="Please sign in.",
)
DENIED = LocalizedText(
    de="Dafür fehlt Ihnen die Berechtigung. Wenden Sie sich an die zuständige Stelle, wenn Sie sie"
    " brauchen.",
    en="You lack the permission for this. Turn to the office in charge if you need it.",
)
STEP_UP = LocalizedText(
    de="Bitte bestätigen Sie Ihre Anmeldung noch einmal; die letzte liegt mehr als fünf Minuten"
    " zurück.",
    en="Please confirm your sign-in again; the last one is more than five minutes ago.",
)
SCOPE_MISSING = LocalizedText(
    de="Dieses System ist dafür nicht eingetragen. Wenden Sie sich an die Systemverwaltung.",
    en="This system is not registered for this. Turn to the system administrators.",
)
SUPPORT_ONLY_READS = LocalizedText(
    de="In der Support-Ansicht lässt sich nichts ändern. Bitte beenden Sie sie zuerst.",
    en="Nothing can be changed in the support view. Please leave it first.",
)
MALFORMED = LocalizedText(
    de="Einige Angaben fehlen oder sind nicht richtig. Bitte ändern Sie: {fields}.",
    en="Some entries are missing or not right. Please change: {fields}.",
)


class Admission:
    """The checks that every call passes before its servicer runs."""

    def __init__(
        self,
        people: TokenVerifier,
        services: CredentialVerifier,
        clock: Clock,
        check_session: SessionCheck,
    ) -> None:
        self._people = people
        self._services = services
        self._clock = clock
        self._check_session = check_session

    async def identify(self, call: Call) -> None:
        """Notes the person and the service that call; None for each that does not.

        Raises UNAUTHENTICATED where a token or credential is there but wrong.
        """
        if credential := call.metadata.get(CREDENTIAL_METADATA):
            call.service = self._services.verify(credential)
            call.caller_name = f"service:{call.service}"
        if authorization := call.metadata.get("authorization"):
            scheme, _, token = authorization.partition(" ")
            if scheme.lower() != "bearer" or not token:
                raise invalid_token()
            call.caller = await self._people.verify(token.strip())
            call.caller_name = str(call.caller.person_id)

    async def admit(self, call: Call) -> None:
        """Raises UNAUTHENTICATED, PERMISSION_DENIED or INVALID_ARGUMENT where the contract says so.

        Whether a resource is the caller's is decided later, in the use case's transaction. Raises
        UNAVAILABLE where the session has to be checked and identity cannot be asked.
        """
        self._check_access(call)
        check_request(call.request)
        if call.contract.access.session_check and call.caller is not None:
            await self._check_session(call.caller.session_id)

    def _check_access(self, call: Call) -> None:
        access = call.contract.access
        if call.caller is not None:
            call.relations = call.contract.opened_relations(call.caller.roles)
        if access.public:
            return
        if call.service is not None and call.service in access.callers:
            return
        if call.caller is None:
            if access.grants:
                raise Failure(Code.UNAUTHENTICATED, "SIGN_IN_REQUIRED", SIGN_IN)
            raise Failure(Code.PERMISSION_DENIED, "CALLER_NOT_ALLOWED", DENIED)
        if not call.relations:
            raise Failure(Code.PERMISSION_DENIED, "ROLE_MISSING", DENIED)
        _check_bounds(call.contract, call.caller)
        if access.step_up and self._clock.now() - call.caller.auth_time > STEP_UP_AGE:
            raise Failure(Code.PERMISSION_DENIED, "STEP_UP_REQUIRED", STEP_UP)


def _check_bounds(contract: MethodContract, caller: Caller) -> None:
    """What a role does not tell: a system's scopes, and that support access only reads."""
    access = contract.access
    is_system = access_pb2.ROLE_SYSTEM in caller.roles
    if is_system and not caller.scopes.intersection(access.scopes):
        raise Failure(Code.PERMISSION_DENIED, "SCOPE_MISSING", SCOPE_MISSING)
    harmless = contract.only_reads or access.open_to_support
    if caller.support_by is not None and not harmless:
        raise Failure(Code.PERMISSION_DENIED, "SUPPORT_ONLY_READS", SUPPORT_ONLY_READS)


def check_request(request: Message) -> None:
    """Raises INVALID_ARGUMENT with every violated rule of the contract, each with its field."""
    violations = protovalidate.collect_violations(request)
    problems = (
        *map(_problem, violations),
        *problems_of_values(request),
        *_unstorable_in(request),
    )
    if not problems:
        return
    names = ", ".join(list(dict.fromkeys(problem.path for problem in problems))[:MOST_NAMES])
    raise Failure(
        Code.INVALID_ARGUMENT, "REQUEST_MALFORMED", MALFORMED.format(fields=names), fields=problems
    )


def _unstorable_in(request: Message) -> tuple[FieldProblem, ...]:
    # Without a zero byte on the wire no text has one, and that is quickly seen.
    if b"\0" not in request.SerializeToString():
        return ()
    return tuple(_unstorable(request))


def _unstorable(request: Message, prefix: str = "") -> Iterator[FieldProblem]:
    """Texts with the character NUL, which protobuf carries but PostgreSQL does not store."""
    for field, value in request.ListFields():
        path = prefix + field.name
        for item in value if field.is_repeated else (value,):
            if isinstance(item, Message):
                yield from _unstorable(item, f"{path}.")
            elif isinstance(item, str) and "\0" in item:
                yield FieldProblem(path, "STRING_NUL", rule_text("string.nul", None))


def _problem(violation: protovalidate.Violation) -> FieldProblem:
    proto = violation.proto
    path = ".".join(
        element.field_name + (f"[{element.subscript.value}]" if element.subscript else "")
        for element in (proto.field.elements if proto.field else ())
    )
    rule = proto.rule_id or "invalid"
    return FieldProblem(path, rule.upper().replace(".", "_"), rule_text(rule, violation.rule_value))
