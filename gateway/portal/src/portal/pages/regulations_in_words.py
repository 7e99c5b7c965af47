"""The rules of a regulations version in words, with their sections and the modules."""

from collections.abc import Iterable
from dataclasses import dataclass

from matrikel.exams.v1.regulations_pb2 import GetRegulationsVersionRequest, Module
from matrikel.type.v1.localized_text_pb2 import LocalizedText
from starlette.responses import Response

from portal.visit import Visit


@dataclass(frozen=True, slots=True)
class AreaOfModules:
    """The modules of one part of the programme: "Major"; the name may be empty."""

    name: LocalizedText
    modules: tuple[Module, ...]


async def show(visit: Visit) -> Response:
    """The version's rules and modules."""
    answer = await visit.services.regulations.GetRegulationsVersion(
        GetRegulationsVersionRequest(
            regulations_version_code=visit.request.path_params["regulations_version_code"]
        )
    )
    version = answer.regulations_version
    return visit.render("regulations.html", version=version, module_areas=by_area(version.modules))


def by_area(modules: Iterable[Module]) -> list[AreaOfModules]:
    """The modules in their order, by part of the programme."""
    grouped: dict[str, list[Module]] = {}
    for module in modules:
        grouped.setdefault(module.area_code, []).append(module)
    return [AreaOfModules(found[0].area_name, tuple(found)) for found in grouped.values()]
