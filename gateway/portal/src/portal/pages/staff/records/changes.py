"""Forms whose sending calls one method of records; what it would do is shown first where it says.

A form is declared once (`Change`): its fields, its request, its method. What was typed fills the
request; what the service finds wrong stands at the fields, and every obstacle on top.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from google.protobuf.message import Message
from grpc.aio import AioRpcError
from matrikel.records.v1.obstacle_pb2 import Obstacle
from starlette.datastructures import FormData
from starlette.responses import Response

from portal.faults import Fault, Kind, fault_of
from portal.fields import Field, Typed, fill, problems_in, read
from portal.forms import Problems, id_of, text_of
from portal.pages.applications.choices import Choices
from portal.services import Services
from portal.visit import Visit

_MOST_FIELDS = 60
_SAID_IN_FORMS = (Kind.INVALID, Kind.REFUSED, Kind.NOT_FOUND)
Line = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a form is about, and where it leads back to.

    `facts` are label and words; `usual` is what stands in the empty form; `version` is the one
    that the visitor sees.
    """

    section: str
    crumbs: Sequence[tuple[str, str]]
    back: str
    facts: Sequence[Line] = ()
    choices: Choices = field(default_factory=Choices)
    usual: Mapping[str, str] = field(default_factory=dict)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come of it; `persons` and the like are listed below the facts."""

    lines: Sequence[Line]
    items: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One form. `name` is that of its texts: change.<name>_title, _lead, _submit.

    `request` begins the request with what the address names; `read_more` reads the fields that it
    has not by their names. `preview` tells what the method answered to validate_only: the form is
    shown again with it, and sent once more. `after` leads on.
    """

    name: str
    fields: Sequence[Field]
    request: Callable[[Visit], Message]
    call: Callable[[Services, Any], Awaitable[Any]]
    subject: Callable[[Visit], Awaitable[Subject]]
    after: Callable[[Visit, Any], Response]
    preview: Callable[[Visit, Any], Preview] | None = None
    read_more: Callable[[Any, FormData], None] | None = None
    # Paths of the request that the form calls otherwise.
    aliases: Mapping[str, str] = field(default_factory=dict)

    async def ask(self, visit: Visit) -> Response:
        """The empty form."""
        subject = await self.subject(visit)
        asked = {one.path: visit.asked(one.path) for one in self.fields}
        usual = {**subject.usual, **{path: said for path, said in asked.items() if said}}
        return self._form(visit, subject, usual, Problems(), 200)

    async def send(self, visit: Visit) -> Response:
        """Sends the form, with a look at what would happen before where the method offers it."""
        form = await visit.form(most_fields=_MOST_FIELDS)
        if text_of(form, "again"):
            subject = await self.subject(visit)
            return self._form(visit, subject, read(form, self.fields), Problems(), 200)
        problems = self._problems(visit, form)
        if problems:
            return await self._again(visit, form, problems, Kind.INVALID.value)
        confirmed = self.preview is None or bool(text_of(form, "confirmed"))
        request = self._request(visit, form, confirmed)
        try:
            answer = await self.call(visit.services, request)
        except AioRpcError as error:
            fault = fault_of(error, visit.language)
            if fault.kind not in _SAID_IN_FORMS:
                raise
            said = self._problems_of(visit, fault)
            return await self._again(visit, form, said, fault.kind.value, fault.obstacles)
        if self.preview is not None and not confirmed:
            return await self._confirm(visit, form, self.preview(visit, answer))
        return self.after(visit, answer)

    def _request(self, visit: Visit, form: FormData, confirmed: bool) -> Any:
        request: Any = self.request(visit)
        own = [one for one in self.fields if _is_of(request, one.path)]
        fill(request, form, own)
        if self.read_more is not None:
            self.read_more(request, form)
        known = request.DESCRIPTOR.fields_by_name
        if "version" in known:
            typed = text_of(form, "version")
            request.version = int(typed) if typed.isdecimal() else 0
        request.request_id = id_of(form, "request_id") if confirmed else str(uuid4())
        if not confirmed:
            request.validate_only = True
        return request

    def _problems(self, visit: Visit, form: FormData) -> Problems:
        labels = {one.path: visit.t(f"field_label.{one.name}") for one in self.fields}
        found = problems_in(form, self.fields)
        return Problems(
            fields={path: (visit.t(text, label=labels[path]),) for path, text in found.items()}
        )

    def _problems_of(self, visit: Visit, fault: Fault) -> Problems:
        paths = [one.path for one in self.fields]
        at_fields: dict[str, tuple[str, ...]] = {}
        general: list[str] = []
        for path, said in fault.fields.items():
            name = next((to for of, to in self.aliases.items() if _is_in(path, of)), path)
            within = next((one for one in paths if _is_in(name, one)), "")
            if within:
                at_fields[within] = (*at_fields.get(within, ()), *said)
            else:
                general += said
        if not at_fields and not general:
            general = [visit.sentence(fault)]
        return Problems(tuple(general), at_fields)

    async def _again(
        self,
        visit: Visit,
        form: FormData,
        problems: Problems,
        status: int,
        obstacles: Sequence[Obstacle] = (),
    ) -> Response:
        subject = await self.subject(visit)
        return self._form(visit, subject, read(form, self.fields), problems, status, obstacles)

    def _form(
        self,
        visit: Visit,
        subject: Subject,
        typed: Typed,
        problems: Problems,
        status: int,
        obstacles: Sequence[Obstacle] = (),
    ) -> Response:
        return visit.render(
            "staff/records/change.html",
            status=status,
            problems=problems,
            change=self,
            subject=subject,
            typed=typed,
            obstacles=obstacles,
            action=_path_of(visit),
        )

    async def _confirm(self, visit: Visit, form: FormData, preview: Preview) -> Response:
        subject = await self.subject(visit)
        sent = [
            (name, value)
            for name, value in form.multi_items()
            if isinstance(value, str) and name not in ("request_id", "confirmed")
        ]
        return visit.render(
            "staff/records/confirm.html",
            change=self,
            subject=subject,
            preview=preview,
            sent=sent,
            action=_path_of(visit),
        )


def _is_of(request: Message, path: str) -> bool:
    """Whether the request has the field by this name; others are read by `read_more`."""
    return path.partition(".")[0] in request.DESCRIPTOR.fields_by_name


def _is_in(name: str, path: str) -> bool:
    """Whether a field of the request is the form's field, or a part of it."""
    return name == path or name.startswith((f"{path}.", f"{path}["))


def _path_of(visit: Visit) -> str:
    """The page's path below the language."""
    return visit.page_path.split("/", 2)[2]


def id_in(visit: Visit, name: str) -> str:
    """An id of the address."""
    return str(visit.request.path_params[name])
