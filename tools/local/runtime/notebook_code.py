"""Which part of a notebook's code a dataset is computed by."""

import ast


class NotebookCode:
    """The top-level statements of a notebook and the names that tie them together.

    A dataset's code is its function and, transitively, all statements that give a value to a name
    the code uses: helper functions, constants, imports. Comments, formatting, docstrings and
    decorators do not count; what decorators say is compared by value.
    """

    def __init__(self, module: ast.Module) -> None:
        """Note for each statement the names it reads and those it may change."""
        self._statements = module.body
        self._reads = [_names(statement, ast.Load) for statement in module.body]
        self._changes = [_changed_names(statement) for statement in module.body]
        # A call like F.col(…) does not change F.
        unchanging = {"spark"}.union(
            *(self._changes[i] for i, s in enumerate(module.body) if _is_import(s))
        )
        for position, statement in enumerate(module.body):
            if not _is_import(statement):
                self._changes[position] -= unchanging

    def closure_of(self, line: int) -> str:
        """The code of the dataset that the statement at `line` defines, in a canonical form."""
        start = next(
            position
            for position, statement in enumerate(self._statements)
            if _first_line(statement) <= line <= (statement.end_lineno or statement.lineno)
        )
        included = {start}
        waiting = set(self._reads_without_decorators(start))
        seen: set[str] = set()
        while waiting:
            name = waiting.pop()
            seen.add(name)
            for position, changed in enumerate(self._changes):
                if name in changed and position not in included:
                    included.add(position)
                    waiting |= self._reads_without_decorators(position) - seen
        return "\n".join(_canonical(self._statements[position]) for position in sorted(included))

    def _reads_without_decorators(self, position: int) -> set[str]:
        statement = self._statements[position]
        if not isinstance(statement, ast.FunctionDef):
            return self._reads[position]
        undecorated = ast.Module([*statement.body, ast.Expr(statement.args)], [])
        return _names(undecorated, ast.Load)


def _first_line(statement: ast.stmt) -> int:
    decorators = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _names(node: ast.AST, context: type) -> set[str]:
    return {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, context)
    }


def _changed_names(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    if _is_import(statement):
        return {alias.asname or alias.name.split(".")[0] for alias in statement.names}
    changed = _names(statement, ast.Store)
    for part in ast.walk(statement):
        # RULES.update(…), RULES["x"] = …: whatever is called or assigned into may change.
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            changed |= _names(part.func.value, ast.Load)
        if isinstance(part, (ast.Attribute, ast.Subscript)) and isinstance(part.ctx, ast.Store):
            changed |= _names(part.value, ast.Load)
        if isinstance(part, (ast.FunctionDef, ast.ClassDef)):
            changed.add(part.name)
    return changed


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, (ast.Import, ast.ImportFrom))


def _canonical(statement: ast.stmt) -> str:
    copy = ast.parse(ast.unparse(statement))
    for part in ast.walk(copy):
        if isinstance(part, (ast.FunctionDef, ast.ClassDef)):
            if isinstance(part, ast.FunctionDef):
                part.decorator_list = []
            if ast.get_docstring(part) is not None and len(part.body) > 1:
                part.body = part.body[1:]
    return ast.unparse(copy)
