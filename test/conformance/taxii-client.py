"""All that taxii2-client can ask, against a server of ours. Prints nothing where all is as the standard has it."""
import sys
import uuid

import requests
from taxii2client.exceptions import AccessError
from taxii2client.v21 import Collection, Server, as_pages

url, user, password, other_user, other_password = sys.argv[1:6]


def indicator(place, modified="2026-01-01T00:00:00.000Z", name=None):
    return {
        "type": "indicator",
        "spec_version": "2.1",
        "id": f"indicator--{uuid.uuid5(uuid.NAMESPACE_URL, str(place))}",
        "created": "2026-01-01T00:00:00.000Z",
        "modified": modified,
        "name": name or f"number {place}",
        "pattern": "[ipv4-addr:value = '203.0.113.9']",
        "pattern_type": "stix",
        "valid_from": "2026-01-01T00:00:00.000Z",
    }


def refused(status, work):
    try:
        work()
    except requests.exceptions.HTTPError as error:
        assert error.response.status_code == status, (status, error.response.status_code)
        if status != 401:
            assert error.response.json()["http_status"] == str(status)
        return
    raise AssertionError(f"not refused with {status}")


server = Server(f"{url}/taxii2/", user=user, password=password)
assert server.title == "Heron"
root = server.default
assert root in server.api_roots and root.max_content_length > 0
assert "application/taxii+json;version=2.1" in root.versions
found = next(one for one in root.collections if one.alias == "out")
assert found.can_read and found.can_write
assert Collection(f"{root.url}collections/{found.id}/", user=user, password=password).title == found.title

# Added, told of, and found again.
objects = [indicator(place) for place in range(25)]
status = found.add_objects({"objects": objects})
assert status.status == "complete" and status.success_count == 25, status
assert root.get_status(status.id).total_count == 25
again = found.add_objects({"objects": objects[:3]})
assert again.success_count == 3 and again.failure_count == 0
bad = found.add_objects({"objects": [indicator(0, name="another"), indicator(99, modified="soon")]})
assert bad.failure_count == 2, bad

# By pages, of whatever size.
for size in (1, 7, 25, 100):
    pages = list(as_pages(found.get_objects, per_request=size))
    ids = [one["id"] for page in pages for one in page.get("objects", [])]
    assert ids == [one["id"] for one in objects], size
    entries = [one for page in as_pages(found.get_manifest, per_request=size) for one in page["objects"]]
    assert [one["id"] for one in entries] == ids
dates = [one["date_added"] for one in entries]
assert sorted(set(dates)) == dates
later = found.get_objects(added_after=dates[19])
assert [one["id"] for one in later["objects"]] == ids[20:]
told = requests.get(
    found.objects_url,
    params={"added_after": dates[19]},
    headers={"Accept": "application/taxii+json;version=2.1"},
    auth=(user, password),
).headers
assert told["X-TAXII-Date-Added-First"] == dates[20]
assert told["X-TAXII-Date-Added-Last"] == dates[24]

# By what they are.
assert len(found.get_objects(id=ids[3:5])["objects"]) == 2
assert "objects" not in found.get_objects(type="tool")
assert len(found.get_objects(type=["tool", "indicator"])["objects"]) == 25
assert "objects" not in found.get_objects(spec_version="2.0")

# Versions.
newer = indicator(0, modified="2026-02-01T00:00:00.000Z", name="newer")
found.add_objects({"objects": [newer]})
assert found.get_object(ids[0])["objects"] == [newer]
assert found.get_object(ids[0], version="first")["objects"] == [objects[0]]
assert len(found.get_object(ids[0], version="all")["objects"]) == 2
versions = found.object_versions(ids[0])["versions"]
assert versions == ["2026-01-01T00:00:00.000Z", "2026-02-01T00:00:00.000Z"]
found.delete_object(ids[0], version="2026-02-01T00:00:00.000Z")
assert found.get_object(ids[0])["objects"] == [objects[0]]
found.delete_object(ids[0])
refused(404, lambda: found.get_object(ids[0]))
refused(404, lambda: found.delete_object(ids[0]))

# What is refused.
refused(406, lambda: found.refresh(accept="application/taxii+json;version=2.0"))
refused(415, lambda: found.add_objects({"objects": objects}, content_type="application/json"))
refused(422, lambda: found.add_objects({"objects": []}))
refused(400, lambda: found.add_objects("{"))
refused(400, lambda: found.get_objects(added_after="yesterday"))
refused(413, lambda: found.add_objects(" " * (root.max_content_length + 1)))
refused(404, lambda: root.get_status(str(uuid.uuid4())))
refused(401, lambda: Server(f"{url}/taxii2/", user=user, password="wrong").refresh())

# Somebody who may only read, and only some.
reading = Server(f"{url}/taxii2/", user=other_user, password=other_password).default
assert [one.alias for one in reading.collections] == ["out"]
try:
    reading.collections[0].add_objects({"objects": objects})
    raise AssertionError("written without the right to")
except AccessError:
    pass
hidden = next(one for one in root.collections if one.alias == "in")
refused(404, lambda: Collection(hidden.url, user=other_user, password=other_password).refresh())
