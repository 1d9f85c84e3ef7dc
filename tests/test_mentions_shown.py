"""Mentions as a frame, and as a table with a map in a notebook."""

from __future__ import annotations

from html.parser import HTMLParser

import balkanroute as br

TEXT = "From Belgrade they went to Subotica, and from there to Szeged in Hungary."
HOSTILE = 'In <script>alert(1)</script> & "Belgrade" <img src=x onerror=alert(1)> they met.'


class Tags(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.names, self.texts = [], []
        self.feed(markup)

    def handle_starttag(self, tag, _):
        self.names.append(tag)

    def handle_data(self, data):
        self.texts.append(data)


def test_a_frame_has_a_row_a_mention_with_the_geometry_of_its_place():
    mentions = br.find_places(TEXT)
    frame = br.mentions_frame(mentions)
    assert frame["surface"].tolist() == ["Belgrade", "Subotica", "Szeged", "Hungary"]
    assert frame.crs.to_epsg() == 4326
    assert frame.index.name == "mention"
    assert frame.geometry.iloc[0].equals(mentions[0].geometry)
    assert frame.geometry.iloc[3].geom_type == "MultiPolygon"


def test_a_frame_of_nothing_keeps_its_columns():
    frame = br.mentions_frame(br.find_places("Nothing is named here."))
    assert (len(frame), "geometry" in frame, "confidence" in frame) == (0, True, True)


def test_a_notebook_shows_a_row_and_a_dot_for_each_mention():
    tags = Tags(br.find_places(TEXT)._repr_html_())
    assert tags.names.count("tr") == 1 + 4
    assert tags.names.count("circle") == 4
    assert "Subotica" in tags.texts


def test_what_a_text_holds_stays_text_in_a_notebook():
    mentions = br.find_places(HOSTILE, spans=[(3, 28), (32, 40), (42, 71)])
    tags = Tags(mentions._repr_html_())
    assert {"script", "img"}.isdisjoint(tags.names)
    assert "<script>alert(1)</script>" in "".join(tags.texts)


def test_a_text_without_places_shows_a_table_without_a_map():
    tags = Tags(br.find_places("Nothing is named here.")._repr_html_())
    assert ("svg" in tags.names, "table" in tags.names) == (False, True)


def test_long_lists_say_how_many_more_there_are():
    mentions = br.find_places("They went from Belgrade to Subotica. " * 80)
    assert len(mentions) == 160
    assert "60 more" in mentions._repr_html_()
