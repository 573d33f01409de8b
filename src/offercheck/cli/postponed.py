"""Modules that libraries import and most runs do not use: loaded only when something of them is used.

Typer can start other programs and guess a misspelt option, Pydantic looks for plugins, also where these
are turned off, and the standard library knows every way of packing files. The lazy loader of the
standard library does not serve: being imported a second time, or by `from`, makes it load.
"""

from __future__ import annotations

import importlib
import sys
import threading
from types import ModuleType
from typing import Any

# The functions are those that are imported by name, and so must be there before they are called.
POSTPONED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("bz2", ()),
    ("difflib", ("get_close_matches",)),
    ("gettext", ("gettext",)),
    ("importlib.metadata", ("entry_points",)),
    ("lzma", ()),
    ("secrets", ()),
    ("shellingham", ()),
    ("subprocess", ()),
    ("tokenize", ()),
)
# What an import asks of every module, and what walks through all of them.
_ASKED_OF_ALL = frozenset({"__path__", "__file__"})
_ONE_AT_A_TIME = threading.Lock()


def postpone() -> None:
    """Let stand-ins take the place of the modules, unless they are loaded already."""
    for name, functions in POSTPONED:
        if name not in sys.modules:
            _place(name, _Postponed(name, functions))


class _Postponed(ModuleType):
    """A module until something of it is used: then it is loaded, and gives that.

    It can be imported, and imported from, as the module can. It has neither `__doc__` nor
    `__spec__`, and what is set on it does not reach the module.
    """

    def __init__(self, name: str, functions: tuple[str, ...]) -> None:
        super().__init__(name)
        for function in functions:
            setattr(self, function, self._when_called(function))

    def __getattr__(self, name: str) -> Any:
        if name in _ASKED_OF_ALL:
            raise AttributeError(name)
        return getattr(self._loaded(), name)

    def _when_called(self, function: str) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            return getattr(self._loaded(), function)(*given, **named)

        return call

    def _loaded(self) -> ModuleType:
        with _ONE_AT_A_TIME:  # but not while it is imported: imports wait for each other too
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        return importlib.import_module(self.__name__)


def _place(name: str, module: ModuleType) -> None:
    """Put a module where the import of its name finds it, and where its package has it."""
    sys.modules[name] = module
    package, _, last = name.rpartition(".")
    if package:
        setattr(sys.modules[package], last, module)
