"""Reads bundles by the programs of OASIS: its schemas and rules, and its library, which takes no custom content."""

import json
import re
import sys

import stix2
from stix2validator import ValidationOptions, print_results, validate_file

# Ids that follow from the content are of version 5, where the standard would rather have 4; and our own language of
# patterns is not in its vocabulary, which is an open one. Pages of MITRE change, so that no hash of them would hold. Every
# other recommendation is held as if it were a rule.
DISABLED = ["uuid-check", "indicator-pattern-types", "extref-hashes"]



def plain(value):
    """Without the noughts that end an instant: the library writes them or not as it likes."""
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items()}
    if isinstance(value, list):
        return [plain(held) for held in value]
    return re.sub(r"(:\d\d)(?:\.0+|(\.\d*?[1-9])0*)Z$", r"\1\2Z", value) if isinstance(value, str) else value


options = ValidationOptions(version="2.1", strict=True, disabled=DISABLED)
failed = False
for path in sys.argv[1:]:
    results = validate_file(path, options)
    failed = failed or not results.is_valid
    print_results(results)
    with open(path, encoding="utf-8") as file:
        objects = json.load(file)["objects"]
    for one in objects:
        parsed = stix2.parse(one, allow_custom=False, version="2.1")
        if plain(json.loads(parsed.serialize())) != plain(one):
            failed = True
            print("not the same when it was read and written:", one["id"])
    print(len(objects), "objects of", path, "were parsed")
sys.exit(1 if failed else 0)
