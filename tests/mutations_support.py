"""Small changes of Python code that a test should notice: one operator, constant, branch or result."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

SWAPPED: dict[type[ast.AST], Any] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Break: ast.Continue,
    ast.Continue: ast.Break,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
# Where nothing is said of what the code does.
NO_BEHAVIOUR = {"annotation", "returns", "decorator_list", "bases", "type_params"}


class Mutation(NamedTuple):
    """One change: the place of its node in the tree of its file, and which of the node's changes.

    `function` is the line on which the innermost function around it begins, 0 where it runs on import.
    """

    file: str
    line: int
    function: int
    node: int
    change: int
    what: str


def mutations(path: Path) -> list[Mutation]:
    """Every change of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        Mutation(str(path), node.lineno, function, place, number, _told(node, changed))
        for place, (node, function) in enumerate(_nodes(tree, 0))
        for number, changed in enumerate(_changes(node))
    ]


def mutated(source: str, mutation: Mutation) -> ast.Module:
    """The tree of a file with the change in it."""
    tree = ast.parse(source)
    node = list(_nodes(tree, 0))[mutation.node][0]
    changed = list(_changes(node))[mutation.change]
    _Replacing(node, ast.copy_location(changed, node)).visit(tree)
    return ast.fix_missing_locations(tree)


class _Replacing(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> Any:
        return self._new if node is self._old else self.generic_visit(node)


def _nodes(node: Any, function: int) -> Iterator[tuple[Any, int]]:
    """The expressions and statements that say what the code does, and the function around each."""
    outside = function
    if isinstance(node, ast.FunctionDef):
        function = min([node.lineno, *(item.lineno for item in node.decorator_list)])
    elif isinstance(node, ast.JoinedStr) or _is_type_or_docstring(node):
        return
    if isinstance(node, ast.expr | ast.stmt):
        yield node, function
    for field, inside in ast.iter_fields(node):
        if field not in NO_BEHAVIOUR:
            for item in inside if isinstance(inside, list) else [inside]:
                if isinstance(item, ast.AST):
                    yield from _nodes(item, outside if field == "args" else function)


def _is_type_or_docstring(node: ast.AST) -> bool:
    match node:
        case ast.Subscript(value=ast.Name(id="Literal")) | ast.Expr(value=ast.Constant()):
            return True
        case ast.Call(func=ast.Name(id="TypeVar" | "cast")):
            return True
        case ast.Import() | ast.ImportFrom():
            return True
    return False


def _changes(node: Any) -> Iterator[Any]:  # noqa: C901, PLR0912 - one case for each kind of node
    """The node changed in one way, and then in another."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for place, operator in enumerate(ops):
                changed = [*ops[:place], SWAPPED[type(operator)](), *ops[place + 1 :]]
                yield ast.Compare(left, changed, others)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(SWAPPED[type(op)](), values)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAPPED:
            yield ast.BinOp(left, SWAPPED[type(op)](), right)
        case ast.AugAssign(target=target, op=op, value=value) if type(op) in SWAPPED:
            yield ast.AugAssign(target, SWAPPED[type(op)](), value)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value) | float(value)):
            yield ast.Constant(value + 1)
        case ast.Constant(value=str(value)) if " " not in value:
            yield ast.Constant(f"XX{value}")
        case ast.Name(id=name) if name in NAMES:
            yield ast.Name(NAMES[name], node.ctx)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.If(test=test, body=body, orelse=orelse) if not isinstance(test, ast.Compare):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.While(test=test, body=body, orelse=orelse) if not isinstance(test, ast.Constant):
            yield ast.While(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _without_filter(node)
        case ast.Return(value=value) if not isinstance(value, ast.Constant | type(None)):
            yield ast.Return(ast.Constant(None))
        case ast.Expr() | ast.Raise():
            yield ast.Pass()
        case ast.Break() | ast.Continue():
            yield SWAPPED[type(node)]()


def _without_filter(node: Any) -> Iterator[Any]:
    for place, part in enumerate(node.generators):
        if part.ifs:
            open_part = ast.comprehension(part.target, part.iter, [], part.is_async)
            generators = [*node.generators[:place], open_part, *node.generators[place + 1 :]]
            own = {name: value for name, value in ast.iter_fields(node) if name != "generators"}
            yield type(node)(**own, generators=generators)


def _told(node: ast.AST, changed: ast.AST) -> str:
    before, after = (ast.unparse(ast.fix_missing_locations(item)) for item in (node, changed))
    return f"`{before.partition(chr(10))[0]}` -> `{after.partition(chr(10))[0]}`"
