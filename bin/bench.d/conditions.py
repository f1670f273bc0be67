"""Datasets of the shape of the portal's: real records from the corpus, multiplied with new ids.

conditions.py RECORDS OUT [SEED]: writes RECORDS lines of records. RUDOLPHINE_CORPUS names the folder of real data.

A copy has its own conditions, as new running periods would: its years are shifted and its energies scaled, so that
copies do not meet. Titles, campaigns, tiers, texts and relations within a copy stay. Copy 0 is as the portal has it.
"""

import gzip
import json
import os
import random
import re
import sys

YEARS_APART, YEAR_STEPS, ENERGY_FACTOR, ID_STEP = 12, 6, 1.5, 1_000_000
CORRESPONDS = re.compile(r"(collision data collected by the CMS experiment in )((?:19|20)\d\d)")
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def copied(record, copy, chance):
    """The record in the conditions of a copy."""
    years = YEARS_APART * (copy % YEAR_STEPS)
    factor = ENERGY_FACTOR ** (copy // YEAR_STEPS)
    record["recid"] = str(int(record["recid"]) + ID_STEP * copy)
    for relation in record.get("relations", []):
        if relation.get("recid"):
            relation["recid"] = str(int(relation["recid"]) + ID_STEP * copy)
    if isinstance(record.get("date_created"), list):
        record["date_created"] = [str(int(year) + years) for year in record["date_created"]]
    collision = record.get("collision_information", {})
    if collision.get("energy"):
        collision["energy"] = NUMBER.sub(lambda n: "%.6g" % (float(n[0]) * factor), collision["energy"])
    text = record.get("abstract", {}).get("description")
    if text:
        record["abstract"]["description"] = CORRESPONDS.sub(lambda m: m[1] + str(int(m[2]) + years), text)
    if record.get("doi"):
        record["doi"] += ".C%d" % copy
    if record.get("distribution", {}).get("number_events"):
        record["distribution"]["number_events"] += chance.randrange(1000)
    return record


def main():
    records, out = int(sys.argv[1]), sys.argv[2]
    chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    corpus = os.path.join(os.environ["RUDOLPHINE_CORPUS"], "cernopendata", "records-datasets.jsonl.gz")
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        shapes = lines.read().splitlines()
    written = 0
    with open(out, "w", encoding="utf-8") as file:
        copy = 0
        while written < records:
            chance.shuffle(shapes)
            for line in shapes[: records - written]:
                record = json.loads(line)
                record = copied(record, copy, chance) if copy else record
                file.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
                written += 1
            copy += 1


if __name__ == "__main__":
    main()
