"""Reads a feed folder by PyMISP, and makes manifest and hashes anew of what it read: they must be the same."""

import json
import sys
from pathlib import Path

from pymisp import MISPEvent

folder = Path(sys.argv[1])
manifest, hashes = {}, []
for path in sorted(folder.glob("*.json")):
    if path.name == "manifest.json":
        continue
    event = MISPEvent(strict_validation=True)
    event.load_file(str(path))
    assert f"{event.uuid}.json" == path.name, path
    listed = json.loads(json.dumps(event.manifest))
    for tag in listed[event.uuid]["Tag"]:
        # What it adds to a tag where nothing is said: that it is for others too, and of no relationship.
        assert (tag.pop("local"), tag.pop("relationship_type")) == (False, ""), tag
    manifest.update(listed)
    hashes += [f"{hashed},{event.uuid}" for hashed in event.attributes_hashes("md5")]
    print(event.info, len(event.attributes), "attributes")
    event.to_feed()

told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
different = [uuid for uuid in manifest.keys() | told.keys() if manifest.get(uuid) != told.get(uuid)]
assert not different, different
lines = (folder / "hashes.csv").read_text(encoding="utf-8").split()
assert sorted(set(hashes)) == lines, set(hashes) ^ set(lines)
