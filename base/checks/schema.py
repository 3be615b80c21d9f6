#!/usr/bin/python3
"""Does what was written keep the schema that is published?

    schema.py SCHEMA FILE...     JSON Schema 2020-12; a line for every fault; exit 1 when there is one
"""

import json
import sys

import jsonschema

SHOWN = 5  # faults of one file
MOST = 200  # characters of one


def load(name):
    with open(name, encoding="utf-8") as f:
        return json.load(f)


def main(schema, *names):
    rules = load(schema)
    jsonschema.Draft202012Validator.check_schema(rules)
    validator = jsonschema.Draft202012Validator(rules)
    faults = 0
    for name in names:
        for fault in list(validator.iter_errors(load(name)))[:SHOWN]:
            where = "/".join(str(step) for step in fault.absolute_path) or "the whole"
            print(f"{name}: {where}: {fault.message[:MOST]}")
            faults += 1
    return 1 if faults or not names else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
