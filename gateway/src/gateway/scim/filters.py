"""SCIM filters in the contract's form, so that identity can let its database decide."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp
from matrikel.identity.v1 import scim_pb2
from scim2_models import InvalidFilterException, ScimFilter
from scim2_models.path import (
    AttrPath,
    CompareOperator,
    Comparison,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Not,
    Present,
    ValuePath,
    coerce_value,
)

from gateway.scim.resources import UniversityMember, UniversityUser

_OF_MEMBER = str(UniversityMember.__schema__)
ATTRIBUTES: Mapping[str, scim_pb2.ScimAttribute.ValueType] = {
    "id": scim_pb2.SCIM_ATTRIBUTE_ID,
    "externalid": scim_pb2.SCIM_ATTRIBUTE_EXTERNAL_ID,
    "username": scim_pb2.SCIM_ATTRIBUTE_USER_NAME,
    "name.givenname": scim_pb2.SCIM_ATTRIBUTE_GIVEN_NAMES,
    "name.familyname": scim_pb2.SCIM_ATTRIBUTE_FAMILY_NAME,
    "name.honorificprefix": scim_pb2.SCIM_ATTRIBUTE_TITLE,
    "emails": scim_pb2.SCIM_ATTRIBUTE_MAILBOX,
    "emails.value": scim_pb2.SCIM_ATTRIBUTE_MAILBOX,
    "active": scim_pb2.SCIM_ATTRIBUTE_ACTIVE,
    "usertype": scim_pb2.SCIM_ATTRIBUTE_USER_TYPE,
    "roles": scim_pb2.SCIM_ATTRIBUTE_ROLE,
    "roles.value": scim_pb2.SCIM_ATTRIBUTE_ROLE,
    "meta.created": scim_pb2.SCIM_ATTRIBUTE_CREATE_TIME,
    "meta.lastmodified": scim_pb2.SCIM_ATTRIBUTE_CHANGE_TIME,
    "personid": scim_pb2.SCIM_ATTRIBUTE_ID,
    "accountstate": scim_pb2.SCIM_ATTRIBUTE_STATE,
}
"""What users can be found and sorted by, by the path in small letters."""

_OPERATORS = {
    CompareOperator.eq: scim_pb2.SCIM_OPERATOR_EQUAL,
    CompareOperator.ne: scim_pb2.SCIM_OPERATOR_NOT_EQUAL,
    CompareOperator.co: scim_pb2.SCIM_OPERATOR_CONTAINS,
    CompareOperator.sw: scim_pb2.SCIM_OPERATOR_STARTS_WITH,
    CompareOperator.ew: scim_pb2.SCIM_OPERATOR_ENDS_WITH,
    CompareOperator.gt: scim_pb2.SCIM_OPERATOR_GREATER,
    CompareOperator.ge: scim_pb2.SCIM_OPERATOR_GREATER_OR_EQUAL,
    CompareOperator.lt: scim_pb2.SCIM_OPERATOR_LESS,
    CompareOperator.le: scim_pb2.SCIM_OPERATOR_LESS_OR_EQUAL,
}


def packed_filter(chosen: str | None) -> scim_pb2.ScimFilter | None:
    """The filter in the contract's form; None for none. Raises `InvalidFilterException`."""
    if chosen is None:
        return None
    bound: ScimFilter[Any] = ScimFilter[UniversityUser](chosen)
    return _Packing(bound).visit(bound.ast)


def attribute_at(path: str) -> scim_pb2.ScimAttribute.ValueType:
    """The attribute that a path names. Raises `InvalidFilterException`."""
    plain = path
    for schema in (str(UniversityUser.__schema__), _OF_MEMBER):
        if plain.lower().startswith(f"{schema.lower()}:"):
            plain = plain[len(schema) + 1 :]
    try:
        return ATTRIBUTES[plain.lower()]
    except KeyError:
        raise InvalidFilterException(
            detail=f"Users cannot be found or sorted by {path!r}. Known are: "
            f"{', '.join(sorted(ATTRIBUTES))}."
        ) from None


class _Packing(FilterVisitor[scim_pb2.ScimFilter]):
    """Walks a filter; `within` is the attribute whose values are being selected."""

    def __init__(self, bound: ScimFilter[Any], within: str = "") -> None:
        self._bound = bound
        self._within = within

    def visit_comparison(self, node: Comparison) -> scim_pb2.ScimFilter:
        attribute = attribute_at(self._path(node.attr_path))
        if node.value is None:
            return self._compared_with_nothing(attribute, node.op)
        comparison = scim_pb2.ScimComparison(attribute=attribute, operator=_OPERATORS[node.op])
        value = self._value(node)
        if isinstance(value, bool):
            comparison.truth = value
        elif isinstance(value, datetime):
            moment = Timestamp()
            moment.FromDatetime(value)
            comparison.moment.CopyFrom(moment)
        else:
            comparison.text = str(value)
        return scim_pb2.ScimFilter(comparison=comparison)

    def visit_present(self, node: Present) -> scim_pb2.ScimFilter:
        return scim_pb2.ScimFilter(present=attribute_at(self._path(node.attr_path)))

    def visit_not(self, node: Not) -> scim_pb2.ScimFilter:
        return _negated(self.visit(node.expr))

    def visit_logical_expr(self, node: LogicalExpr) -> scim_pb2.ScimFilter:
        filters = scim_pb2.ScimFilters(filters=[self.visit(term) for term in node.terms])
        if node.op is LogicalOperator.and_:
            return scim_pb2.ScimFilter(all_of=filters)
        return scim_pb2.ScimFilter(any_of=filters)

    def visit_value_path(self, node: ValuePath) -> scim_pb2.ScimFilter:
        """`emails[value eq "x"]`: what a list of values is selected by stands for the list."""
        return _Packing(self._bound, str(node.attr_path)).visit(node.val_filter)

    def _path(self, path: AttrPath) -> str:
        return f"{self._within}.{path}" if self._within else str(path)

    def _value(self, node: Comparison) -> object:
        """The value as the attribute's kind has it: text, a truth value, a moment."""
        path = AttrPath(self._within, node.attr_path.attr) if self._within else node.attr_path
        resolved = self._bound.resolve_comparison(path)
        return node.value if resolved is None else coerce_value(resolved, node.value, node.op)

    @staticmethod
    def _compared_with_nothing(
        attribute: scim_pb2.ScimAttribute.ValueType, operator: CompareOperator
    ) -> scim_pb2.ScimFilter:
        present = scim_pb2.ScimFilter(present=attribute)
        if operator is CompareOperator.ne:
            return present
        if operator is CompareOperator.eq:
            return _negated(present)
        raise InvalidFilterException(detail="null can only be compared with eq and ne")


def _negated(chosen: scim_pb2.ScimFilter) -> scim_pb2.ScimFilter:
    negated = scim_pb2.ScimFilter()
    getattr(negated, "not").CopyFrom(chosen)
    return negated
