"""Trying a change of the program out in a fork of a process that has imported it and its tests.

A changed function is put in place of the old one wherever it is held. What then goes unnoticed, and
what runs on import, is tried with all of the program imported anew.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from functools import cache
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings

from mutations_support import Mutation, mutated

TESTS = Path(__file__).parent
SOURCE = TESTS.parent / "src" / "offercheck"
EXAMPLES = 10  # random ones of a law: the first few tell
CASES = 3  # of a test that has many, that are watched
FIRST = 30  # tests that are tried before the files of all others are collected
PROCESSOR_SECONDS = 120  # after which a change is taken to loop without end
CLOCK_SECONDS = 900
NOTHING_FAILED = {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
WARM_UP = "scoring"  # tests that are quick, with a law among them
CACHE = type(cache(lambda: None))


class Recorded(NamedTuple):
    """A test, the seconds that some cases of it take, and what functions it enters, as file:line."""

    test: str
    seconds: float
    entered: list[str]


def preload(names: Sequence[str]) -> None:
    """Import the program and some of its tests once, for all forks."""
    os.chdir(TESTS.parent)
    sys.path[:0] = [str(TESTS), str(TESTS / "benchmarks")]
    subprocess.Popen = _NoOther  # type: ignore[misc,assignment]
    _try_few_examples()
    for name in names:
        import_module(f"test_{name}")
    with redirect_stdout(StringIO()), TemporaryDirectory() as folder:
        # What pytest and Hypothesis load or find out once is then there for all forks.
        _pytest([f"{TESTS.name}/test_{WARM_UP}.py"], object(), Path(folder) / "warm-up")
    _functions()
    _caches()
    gc.freeze()


class _NoOther(subprocess.Popen[bytes]):
    """Skips a test that starts another process, which would run the program without the change."""

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        pytest.skip("it runs the program in another process")


def record(name: str, folder: Path) -> int:
    """Write down what each test of a file enters; to be run in a fork."""
    recorder = _Recorder()
    code = _pytest([f"{TESTS.name}/test_{name}.py"], recorder, folder / name)
    recorded = [
        Recorded(test, recorder.seconds[test], sorted(entered))
        for test, entered in recorder.entered.items()
        if test not in recorder.failed
    ]
    (folder / f"{name}.json").write_text(json.dumps(recorded), encoding="utf-8")
    return code


def try_out(mutation: Mutation, tests: Sequence[str], folder: Path) -> int:
    """Whether a test notices a change, as an exit code that is not 0; to be run in a fork."""
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS,) * 2)
    signal.alarm(CLOCK_SECONDS)
    for put_in_place in (_into_functions, _into_imports):
        if put_in_place(mutation):
            for some in (tests[:FIRST], tests[FIRST:]):
                files = sorted({test.partition("::")[0] for test in some})
                place = folder / f"{os.getpid()}{put_in_place.__name__}{len(some)}"
                code = _pytest([*files, "-x"], _Chosen(some), place)
                if code not in NOTHING_FAILED:
                    return code
    return 0


def forked(works: Sequence[Callable[[], int]], at_once: int) -> Iterator[tuple[int, int]]:
    """Run works in silent forks, some at once; the place and exit code of each as it ends."""
    waiting = iter(enumerate(works))
    running: dict[int, int] = {}
    while True:
        while len(running) < at_once and (following := next(waiting, None)) is not None:
            place, work = following
            process = os.fork()
            if not process:
                _become(work)
            running[process] = place
        if not running:
            return
        process, status = os.wait()
        yield running.pop(process), os.waitstatus_to_exitcode(status)


def _become(work: Callable[[], int]) -> None:
    code = 1
    try:
        silence = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(silence, stream)
        code = work()
    finally:
        os._exit(code)


def _pytest(arguments: Sequence[str], plugin: object, folder: Path) -> int:
    imported = "ignore::pytest.PytestAssertRewriteWarning"  # plugins and tests, before the forks
    own = ["-q", "-W", imported, "-p", "no:cacheprovider", f"--basetemp={folder}"]
    return int(pytest.main([*own, *arguments], plugins=[plugin]))


def _try_few_examples() -> None:
    """Try laws with few examples, that are not made smaller on failure."""
    import_module("conftest")
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile("mutants", settings(), max_examples=EXAMPLES, phases=phases)
    settings.load_profile("mutants")
    import_module("evaluation_support").tried = lambda _: settings()  # type: ignore[attr-defined]


class _Recorder:
    """A plugin that notes which functions of the program each test enters."""

    def __init__(self) -> None:
        self.entered: dict[str, set[str]] = {}
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self._codes: set[CodeType] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out most cases of a test that has many."""
        cases = Counter[str]()
        kept = []
        for item in items:
            cases[_name(item.nodeid)] += 1
            if cases[_name(item.nodeid)] <= CASES:
                kept.append(item)
        items[:] = kept

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        """Watch one test."""
        self._codes = set()
        began = _processor_seconds()
        sys.settrace(self._enter)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            name = _name(item.nodeid)
            self.seconds[name] += _processor_seconds() - began
            entered = {f"{code.co_filename}:{code.co_firstlineno}" for code in self._codes}
            own = {place for place in entered if place.startswith(str(SOURCE))}
            self.entered[name] = self.entered.get(name, set()) | own

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that fails without any change, which tells nothing."""
        if report.failed:
            self.failed.add(_name(report.nodeid))

    def _enter(self, frame: FrameType, _event: str, _value: object) -> None:
        self._codes.add(frame.f_code)


def _processor_seconds() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


class _Chosen:
    """A plugin that runs some tests only, in their order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self._place = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the other tests of their files."""
        items[:] = [item for item in items if _name(item.nodeid) in self._place]
        items.sort(key=lambda item: self._place[_name(item.nodeid)])


def _name(case: str) -> str:
    """The test, whatever the case."""
    return case.partition("[")[0]


def _into_functions(mutation: Mutation) -> bool:
    """Give the function that is changed its new code; False where it is none that is there now."""
    source = Path(mutation.file).read_text(encoding="utf-8")
    place = (mutation.file, mutation.function)
    changed = compile(mutated(source, mutation), mutation.file, "exec")
    new = {code.co_name: code for code in _codes(changed) if code.co_firstlineno == place[1]}
    old = [
        function
        for function in _functions()
        if (function.__code__.co_filename, function.__code__.co_firstlineno) == place
        and function.__code__.co_name in new
    ]
    try:
        for function in old:
            function.__code__ = new[function.__code__.co_name]
    except ValueError:  # it takes other variables from around it than before
        return False
    for remembered in _caches():
        remembered.cache_clear()
    return bool(old)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inside in code.co_consts:
        if isinstance(inside, CodeType):
            yield inside
            yield from _codes(inside)


@cache
def _functions() -> list[FunctionType]:
    """Every function of the program."""
    found = [item for item in gc.get_objects() if isinstance(item, FunctionType)]
    return [item for item in found if item.__code__.co_filename.startswith(str(SOURCE))]


@cache
def _caches() -> list[Any]:
    """Every function of the program and its tests that remembers its results."""
    places = (str(SOURCE), str(TESTS))
    mine = {id(_functions), id(_caches)}
    found = [item for item in gc.get_objects() if isinstance(item, CACHE) and id(item) not in mine]
    functions = [(item, item.__wrapped__) for item in found]
    return [
        item
        for item, function in functions
        if isinstance(function, FunctionType) and function.__code__.co_filename.startswith(places)
    ]


def _into_imports(mutation: Mutation) -> bool:
    """Forget the program and its tests, so that they are imported anew with the change in them."""
    for name, module in list(sys.modules.items()):
        file = str(getattr(module, "__file__", ""))
        if file.startswith((str(SOURCE), str(TESTS))) and not file.startswith(str(TESTS / "mut")):
            del sys.modules[name]
    sys.meta_path.insert(0, _Finder(mutation))
    _try_few_examples()
    return True


class _Finder:
    """Finds one module with a change in it; every other is found as ever."""

    def __init__(self, mutation: Mutation) -> None:
        self._mutation = mutation

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """The changed module."""
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin != self._mutation.file:
            return None
        spec.loader = _Changed(name, self._mutation.file, self._mutation)
        return spec


class _Changed(SourceFileLoader):
    """Loads a module with a change in it."""

    def __init__(self, name: str, path: str, mutation: Mutation) -> None:
        super().__init__(name, path)
        self._mutation = mutation

    def get_code(self, fullname: str) -> CodeType:
        """The code of the changed module."""
        path = self.get_filename(fullname)
        return compile(
            mutated(Path(path).read_text(encoding="utf-8"), self._mutation), path, "exec"
        )
