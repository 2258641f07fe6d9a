"""One browser and one server for all browser tests; a hall of devices for each. A test that fails leaves pictures."""

import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from giotay.http import pages
from tests.browser import tour, tour_council
from tests.browser.hall import Hall
from tests.browser.lookers import Both
from tests.browser.machine import Machine

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--host-resolver-rules=MAP hall.test 127.0.0.1",
]  # fmt: skip
WEB = Path(pages.__file__).parents[1] / "web"
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call":
        item.stash[FAILED] = report.failed


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium was not found; on Debian and Ubuntu: sudo apt install chromium")
    if not (WEB / "phone.html").is_file():
        pytest.fail("The web client is not built: make web")
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        await launched.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where failures leave what the pages showed."""
    return Path(tempfile.mkdtemp(prefix="giotay-failed-"))


@pytest.fixture
def new_machine(tmp_path: Path) -> Iterator[Callable[[], Machine]]:
    """Servers of a test's own, for tests that kill them."""
    made: list[Machine] = []

    def make() -> Machine:
        machine = Machine(tmp_path / f"data{len(made)}")
        made.append(machine)
        machine.start()
        return machine

    yield make
    for machine in made:
        machine.stop()


@pytest.fixture(scope="session")
def machine() -> Iterator[Machine]:
    """The server that tests share, each in a room of its own."""
    folder = Path(tempfile.mkdtemp(prefix="giotay-browser-"))
    shared = Machine(folder / "data")
    shared.start()
    yield shared
    shared.stop()
    shutil.rmtree(folder, ignore_errors=True)


async def _walked(
    walk: Callable[[Hall, Both], Awaitable[None]], machine: Machine, browser: Browser, pictures: Path
) -> Both:
    """What two observers saw on a walk, the words of the catalogues marked."""
    hall = Hall(machine, browser)
    hall.query = "?lang=xx-pseudo"
    both = Both(hall)
    try:
        await walk(hall, both)
    except BaseException:
        for file in await hall.pictures(pictures, "walk"):
            print(f"picture: {file}", file=sys.stderr)
        raise
    finally:
        await hall.close()
    return both


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def walked(machine: Machine, browser: Browser, pictures: Path) -> Both:
    """A first meeting, from the host's key to the thanks."""
    return await _walked(tour.walk, machine, browser, pictures)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def walked_council(machine: Machine, browser: Browser, pictures: Path) -> Both:
    """A council with its exceptions, votes and a power cut."""
    return await _walked(tour_council.walk, machine, browser, pictures)


async def _seated(machine: Machine, browser: Browser, pictures: Path, node: pytest.Item) -> AsyncIterator[Hall]:
    hall = Hall(machine, browser)
    yield hall
    failed = node.stash.get(FAILED, True)
    if failed:
        for file in await hall.pictures(pictures, node.name):
            print(f"picture: {file}", file=sys.stderr)
    await hall.close()
    if not failed:
        assert hall.complaints == []


@pytest_asyncio.fixture(loop_scope="session")
async def hall(
    machine: Machine, browser: Browser, pictures: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Hall]:
    """Devices at the shared server. No page may have complained on its console."""
    async for hall in _seated(machine, browser, pictures, request.node):
        yield hall


@pytest_asyncio.fixture(loop_scope="session")
async def own_hall(
    new_machine: Callable[[], Machine], browser: Browser, pictures: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Hall]:
    """Devices at a server that this test may kill."""
    async for hall in _seated(new_machine(), browser, pictures, request.node):
        hall.line_may_break = True
        yield hall
