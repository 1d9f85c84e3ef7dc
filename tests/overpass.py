"""
A small OpenStreetMap for tests: an extract, and a server on loopback that answers from it.

The names are of real places between Subotica and Szeged. **The geometry is invented**: straight
roads on a made-up plan, with ids that count from one. Each element says so in a tag. The
server speaks as much of Overpass' and Nominatim's formats as osmnx asks for, and can be told to
fail in each of the ways in which real servers do.
"""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import quoteattr

import shapely

DATE = "2023-10-27T06:00:00Z"
INVENTED = {"note": "invented geometry, for tests"}
#: The whole extract lies in it.
REGION = shapely.box(19.60, 46.00, 20.20, 46.30)
#: An invented line for the border of Serbia and Hungary.
BORDER = shapely.LineString([(19.70, 46.15), (20.00, 46.17), (20.10, 46.16)])

_POINTS = {
    1: (20.00, 46.10),
    2: (20.00, 46.14),
    3: (20.00, 46.17),
    4: (20.01, 46.20),
    5: (20.02, 46.24),
    6: (19.98, 46.14),
    7: (19.97, 46.14),
    8: (20.03, 46.24),
    9: (20.02, 46.10),
    20: (19.65, 46.08),
    21: (19.69, 46.08),
    22: (19.69, 46.12),
    23: (19.65, 46.12),
}
_NODE_TAGS = {
    3: {"barrier": "border_control", "name": "Horgoš", "name:hu": "Horgos"},
    7: {"place": "village", "name": "Horgoš", "name:sr-Latn": "Horgoš", "name:hu": "Horgos"},
    8: {"place": "village", "name": "Röszke", "name:sr": "Реске"},
    9: {"railway": "border"},
    5: {"railway": "station", "name": "Röszke"},
}
_WAYS = {
    101: ([1, 2, 3, 4, 5], {"highway": "motorway", "ref": "E 75", "name": "Dobrodošlica"}),
    102: ([2, 6, 7], {"highway": "residential"}),
    103: ([5, 8], {"highway": "primary", "ref": "5"}),
    104: ([1, 9], {"highway": "service"}),
    105: ([2, 9], {"highway": "residential", "access": "private"}),
    106: ([1, 9, 8], {"railway": "rail"}),
    107: ([20, 21, 22, 23, 20], {}),
}
_RELATIONS = {
    201: (
        [("way", 107, "outer")],
        {
            "type": "boundary",
            "boundary": "administrative",
            "admin_level": "8",
            "name": "Суботица",
            "name:sr-Latn": "Subotica",
            "name:hu": "Szabadka",
        },
    )
}
_PLACES = {
    "subotica, serbia": "relation/201",
    "röszke": "node/8",
    "horgoš": "node/7",
}


def elements():
    """Give the extract as Overpass would."""
    for number, (longitude, latitude) in _POINTS.items():
        tags = _NODE_TAGS.get(number, {})
        yield {
            "type": "node",
            "id": number,
            "lat": latitude,
            "lon": longitude,
            "tags": marked(tags),
        }
    for number, (nodes, tags) in _WAYS.items():
        yield {"type": "way", "id": number, "nodes": nodes, "tags": marked(tags)}
    for number, (members, tags) in _RELATIONS.items():
        listed = [dict(zip(("type", "ref", "role"), one, strict=True)) for one in members]
        yield {"type": "relation", "id": number, "members": listed, "tags": marked(tags)}


def marked(tags):
    """Mark what has tags as invented; a bare node stays bare."""
    return {**tags, **INVENTED} if tags else {}


def extract_xml():
    """Give the extract as an ``.osm`` file."""
    head = f'<osm version="0.6" generator="balkanroute tests"><meta osm_base="{DATE}"/>'
    return f"{head}\n{''.join(map(element_xml, elements()))}</osm>\n"


def element_xml(element):
    """Write one element as XML."""
    sort = element["type"]
    spots = "".join(
        f" {key}={quoteattr(str(element[key]))}" for key in ("lat", "lon") if key in element
    )
    inside = [f'<nd ref="{node}"/>' for node in element.get("nodes", ())]
    for member in element.get("members", ()):
        given = " ".join(f"{key}={quoteattr(str(value))}" for key, value in member.items())
        inside.append(f"<member {given}/>")
    for key, value in element["tags"].items():
        inside.append(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>")
    return f'<{sort} id="{element["id"]}"{spots}>{"".join(inside)}</{sort}>\n'


def shape_of(element):
    """Give the geometry of an element."""
    if element["type"] == "node":
        return shapely.Point(element["lon"], element["lat"])
    if element["type"] == "way":
        points = [_POINTS[node] for node in element["nodes"]]
        return shapely.Polygon(points) if points[0] == points[-1] else shapely.LineString(points)
    by_id = {(one["type"], one["id"]): one for one in elements()}
    members = [by_id[member["type"], member["ref"]] for member in element["members"]]
    return shapely.union_all([shape_of(member) for member in members])


# --- Overpass -------------------------------------------------------------------------------


def answer_overpass(query):
    """Answer the two shapes of query that osmnx sends."""
    found = {}
    statements = re.findall(r"(node|way|relation)((?:\[[^\]]*\])+)\(poly:'([^']*)'\)", query)
    assert statements, query
    for sort, filters, corners in statements:
        area = polygon(corners)
        for element in elements():
            if (
                element["type"] == sort
                and passes(element["tags"], filters)
                and shape_of(element).intersects(area)
            ):
                found |= with_parts(element)
    kept = [one for one in elements() if (one["type"], one["id"]) in found]
    return {
        "version": 0.6,
        "generator": "balkanroute tests",
        "osm3s": {"timestamp_osm_base": DATE, "copyright": "invented for tests"},
        "elements": kept,
    }


def polygon(corners):
    """Read latitudes and longitudes in turn."""
    numbers = [float(one) for one in corners.split()]
    return shapely.Polygon(list(zip(numbers[1::2], numbers[::2], strict=True)))


def passes(tags, filters):
    """Tell whether tags pass a run of filters."""
    for one in re.findall(r"\[([^\]]*)\]", filters):
        match = re.fullmatch(r"""["']([^"']+)["'](?:(!?~|=)["'](.*)["'])?""", one)
        assert match, one
        key, sign, value = match.groups()
        said = tags.get(key, "")
        right = {
            None: key in tags,
            "=": said == value,
            "~": key in tags and re.search(value or "", said) is not None,
            "!~": re.search(value or "", said) is None or key not in tags,
        }
        if not right[sign]:
            return False
    return True


def with_parts(element):
    """Give an element and all that it is made of, by sort and id."""
    by_id = {(one["type"], one["id"]): one for one in elements()}
    found = {(element["type"], element["id"]): True}
    for node in element.get("nodes", ()):
        found["node", node] = True
    for member in element.get("members", ()):
        found |= with_parts(by_id[member["type"], member["ref"]])
    return found


# --- Nominatim ------------------------------------------------------------------------------


def answer_nominatim(address):
    """Answer a search by name or a look-up by id."""
    given = parse_qs(urlsplit(address).query)
    if "osm_ids" in given:
        sort, number = given["osm_ids"][0][0], given["osm_ids"][0][1:]
        wanted = f"{ {'N': 'node', 'W': 'way', 'R': 'relation'}[sort] }/{number}"
    else:
        wanted = _PLACES.get(given["q"][0].casefold())
    rows = [one for one in elements() if f"{one['type']}/{one['id']}" == wanted]
    return [row_of(one) for one in rows]


def row_of(element):
    """Give an element as Nominatim does."""
    shape = shape_of(element)
    west, south, east, north = shape.bounds
    tags = element["tags"]
    sort = "boundary" if "boundary" in tags else "place"
    name = tags.get("name:sr-Latn", tags.get("name"))
    return {
        "place_id": element["id"],
        "licence": "invented for tests",
        "osm_type": element["type"],
        "osm_id": element["id"],
        "lat": str(shape.centroid.y),
        "lon": str(shape.centroid.x),
        "class": sort,
        "type": tags.get(sort),
        "place_rank": 16,
        "importance": 0.5,
        "addresstype": "city" if sort == "boundary" else tags.get("place"),
        "name": name,
        "display_name": f"{name}, North Bačka",
        "boundingbox": [str(south), str(north), str(west), str(east)],
        "geojson": shapely.geometry.mapping(shape),
    }


# --- The server -----------------------------------------------------------------------------


class Handler(BaseHTTPRequestHandler):
    """Answers from the extract, or fails as the server was told."""

    def do_GET(self):
        self.answer(answer_nominatim, self.path)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.answer(answer_overpass, parse_qs(body)["data"][0])

    def answer(self, respond, question):
        self.server.asked.append((question, dict(self.headers)))
        self.server.times.append(time.monotonic())
        fault = self.server.faults.pop(0) if self.server.faults else None
        if fault:
            FAULTS[fault](self, respond, question)
        else:
            self.send(json.dumps(respond(question)))

    def send(self, text, *, status=200, kind="application/json", length=None, **headers):
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        """Stay silent."""


def fail_cut(handler, respond, question):
    text = json.dumps(respond(question))
    handler.send(text[: len(text) // 2], length=len(text))


def fail_broken(handler, respond, question):
    text = json.dumps(respond(question))
    handler.send(text[: len(text) // 2])


def fail_html(handler, *_):
    page = "<html><head><style>b {}</style></head><body><b>Log in</b> to the hotel</body></html>"
    handler.send(page, kind="text/html; charset=utf-8")


def fail_remark(handler, respond, question):
    remark = 'runtime error: Query timed out in "query" at line 1 after 181 seconds.'
    handler.send(json.dumps({**respond(question), "remark": remark}))


def fail_empty(handler, respond, question):
    found = respond(question)
    handler.send(json.dumps([] if isinstance(found, list) else {**found, "elements": []}))


def fail_slow(handler, *_):
    handler.server.released.wait(5)


FAULTS = {
    "busy": lambda handler, *_: handler.send("{}", status=429),
    "busy for a moment": lambda handler, *_: handler.send("{}", status=429, Retry_After="0"),
    "busy for an hour": lambda handler, *_: handler.send("{}", status=504, Retry_After="3600"),
    "cut short": fail_cut,
    "broken": fail_broken,
    "html": fail_html,
    "remark": fail_remark,
    "empty": fail_empty,
    "slow": fail_slow,
    "bad request": lambda handler, *_: handler.send(
        "<p>Error: line 1: parse error</p>", status=400, kind="text/html"
    ),
    "other shape": lambda handler, *_: handler.send('{"message": "welcome"}'),
    "list": lambda handler, *_: handler.send("[7]"),
    "bare element": lambda handler, *_: handler.send('{"elements": [{"type": "node", "id": 1}]}'),
    "bare place": lambda handler, *_: handler.send('[{"osm_id": 8, "osm_type": "node"}]'),
    "hang up": lambda handler, *_: handler.connection.shutdown(2),
    "moved": lambda handler, *_: handler.send(
        "", status=302, Location=f"{handler.server.address}/elsewhere"
    ),
    "elsewhere": fail_html,
}


@contextmanager
def serving():
    """Serve the extract on loopback; `faults` are what the next requests meet."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.address = f"http://127.0.0.1:{server.server_port}"
    server.faults, server.asked, server.times = [], [], []
    server.released = threading.Event()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
