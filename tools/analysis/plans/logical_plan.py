"""Reads Spark's logical plans from Python."""

from typing import Any


def kind_of(node: Any) -> str:
    """What a node of a plan, or an expression, is."""
    return node.getClass().getSimpleName()


def attribute_id(attribute: Any) -> int:
    """The identity of a column throughout a plan, whatever its name."""
    return attribute.exprId().id()


def items(sequence: Any) -> list[Any]:
    """The elements of a Scala sequence."""
    return [sequence.apply(position) for position in range(sequence.size())]
