#!/usr/bin/env python3
"""Tecplot tables with numpy, on the same files as ours.

read FOLDER REPEATS    reads every .dat below FOLDER; prints files, points, a checksum and the best seconds
copies FOLDER ZIP N SEED   writes N copies of FOLDER as one zip, each case under a name of its own
"""
import os
import random
import re
import sys
import time
import warnings
import zipfile

import numpy

RECORD = re.compile(r"\s*(title|variables|zone|dataset|filetype|[\"A-Za-z])", re.IGNORECASE)
NAME = re.compile(r'"([^"]*)"')


def zones(path):
    """Names of the columns and the rows of each zone; rows are parsed in one piece for each zone."""
    with open(path, encoding="utf-8", errors="replace") as file:
        names, rows, found = [], [], []
        for line in file.read().replace("\u201c", '"').replace("\u201d", '"').splitlines():
            line = line.split("#", 1)[0].strip() if '"' not in line else line.strip()
            if not line or line.startswith("#"):
                continue
            if RECORD.match(line):
                if rows:
                    found.append((names, parsed(rows, names)))
                    rows = []
                if line.lower().startswith("variables"):
                    names = NAME.findall(line)
                elif line.startswith('"'):
                    names = names + NAME.findall(line)
            else:
                rows.append(line)
        if rows:
            found.append((names, parsed(rows, names)))
    return found


def parsed(rows, names):
    values = numpy.fromstring(" ".join(rows), sep=" ")
    return values.reshape(-1, len(names))


def tables(folder):
    for where, _, names in sorted(os.walk(folder)):
        for name in sorted(names):
            if name.endswith(".dat"):
                yield os.path.join(where, name)


def read(folder, repeats):
    warnings.simplefilter("ignore")
    paths = list(tables(folder))
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        points, total = 0, 0.0
        for path in paths:
            for _, values in zones(path):
                points += values.size
                total += float(numpy.nansum(numpy.abs(values)))
        best = min(best, time.perf_counter() - start)
    print(f"files {len(paths)} values {points} checksum {total:.6e} seconds {best:.3f}")


def copies(folder, target, count, seed):
    order = random.Random(seed)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for copy in range(count):
            tag = f"{copy:04d}{order.randrange(16**6):06x}"
            for where, _, names in sorted(os.walk(folder)):
                for name in sorted(names):
                    path = os.path.join(where, name)
                    inside = os.path.relpath(path, folder)
                    if os.sep in inside:
                        case, rest = inside.split(os.sep, 1)
                        archive.write(path, f"turbmodels/{case[: -len('_validation')]}-{tag}_validation/{rest}")


if sys.argv[1] == "read":
    read(sys.argv[2], int(sys.argv[3]))
else:
    copies(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
