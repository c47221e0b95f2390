"""A phone that loses coverage and battery, and a portal that really stops."""

import contextlib
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread
from playwright.sync_api import BrowserContext, Page, Playwright

from tests.browser import PHONE

#: How many unsent answers lie on the phone.
DRAFTS_LEFT = """(await new Promise((resolve, reject) => {
  const opened = indexedDB.open("intervjuer");
  opened.onerror = () => reject(opened.error);
  opened.onsuccess = () => {
    const counted = opened.result.transaction("drafts").objectStore("drafts").count();
    counted.onsuccess = () => { opened.result.close(); resolve(counted.result); };
  };
}))"""


def until(page: Page, condition: str, seconds: float = 120) -> None:
    """Wait for a condition in the page's own script; Playwright's own waiting needs eval, which no page allows."""
    ends = time.monotonic() + seconds
    while not page.evaluate(f"async () => {condition}"):
        assert time.monotonic() < ends, condition
        page.wait_for_timeout(100)


class _CuttingServer(ThreadedWSGIServer):
    """A server that can let go of every connection at once, also those that browsers keep open."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.held: set[socket.socket] = set()
        # The same port again, at once.
        kwargs["allow_reuse_address"] = True
        super().__init__(*args, **kwargs)

    def process_request(self, request: Any, client_address: Any) -> None:
        self.held.add(request)
        super().process_request(request, client_address)

    def cut(self) -> None:
        for connection in self.held:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _PortalThread(LiveServerThread):
    server_class = _CuttingServer


class Portal:
    """The portal on one port, stopped and started for real: a stopped one refuses the connection."""

    def __init__(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            self.port = taken.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.thread: Any = None

    def start(self) -> None:
        self.thread = _PortalThread("127.0.0.1", StaticFilesHandler, port=self.port)
        self.thread.daemon = True
        self.thread.start()
        self.thread.is_ready.wait()
        assert self.thread.error is None, self.thread.error

    def stop(self) -> None:
        if self.thread is not None:
            server = self.thread.httpd
            server.shutdown()
            server.cut()
            self.thread.terminate()
            self.thread = None


@contextlib.contextmanager
def portal() -> Iterator[Portal]:
    """A running portal, stopped in the end."""
    running = Portal()
    running.start()
    try:
        yield running
    finally:
        running.stop()


class Phone:
    """A browser whose profile lies in a folder, so that it outlives its process."""

    def __init__(self, playwright: Playwright, folder: Path, arguments: dict[str, Any]) -> None:
        self.playwright, self.folder = playwright, folder
        # A whole browser, as people have: it is its memory on the disk that counts here.
        whole = shutil.which("chromium") or shutil.which("chromium-browser")
        self.arguments = {**arguments, "executable_path": whole} if whole else arguments
        self.context: BrowserContext | None = None

    def open(self) -> Page:
        self.context = self.playwright.chromium.launch_persistent_context(
            str(self.folder), viewport=PHONE, locale="sv-SE", **self.arguments
        )
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def kill(self) -> None:
        """Kill -9 every process of this browser: nothing gets to say goodbye."""
        for _ in range(50):
            left = self._processes()
            for number in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            if not left:
                break
            time.sleep(0.1)
        with contextlib.suppress(Exception):
            if self.context:
                self.context.close()
        for lock in self.folder.glob("Singleton*"):
            lock.unlink()

    def close(self) -> None:
        if self.context:
            self.context.close()

    def _processes(self) -> list[int]:
        mark = f"--user-data-dir={self.folder}".encode()
        found = []
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                with contextlib.suppress(OSError):
                    if mark in (entry / "cmdline").read_bytes():
                        found.append(int(entry.name))
        return found
