#!/usr/bin/env python3
"""The ranking of runs for events with numpy and scipy's cKDTree, on the numbers that RankingBench wrote.

Prints two lines like RankingBench: the tree alone (a tree per event, every run's distance to its k-th
nearest draw), and the whole ranking from given draws; seconds (best of three) and a checksum.
"""
import sys
import time

import numpy
from scipy.spatial import cKDTree

LIST_LENGTH = 20
REFERENCE_STEP = 10


def read(path):
    with open(path, "rb") as file:
        events, draws, runs, k = numpy.frombuffer(file.read(16), dtype=">i4").astype(int)
        numbers = numpy.frombuffer(file.read(), dtype=">f8").astype(float)
    at = 3 * runs
    log_q, chi_eff, rest = numbers[:at].reshape(3, runs)
    block = 2 * draws + 15
    each = numbers[at:].reshape(events, block)
    return k, log_q, chi_eff, rest, each, draws


def places(log_q, chi_eff, event, draws):
    scales = event[2 * draws : 2 * draws + 2]
    return numpy.column_stack([log_q / scales[0], chi_eff / scales[1]])


def search_all(data):
    k, log_q, chi_eff, _, each, draws = data
    total = 0.0
    for event in each:
        tree = cKDTree(event[: 2 * draws].reshape(2, draws).T)
        distances, _ = tree.query(places(log_q, chi_eff, event, draws), k=[k])
        total += distances.sum()
    return total


def sides(values, median, below, above):
    difference = values - median
    return difference / numpy.where(difference < 0, below, above)


def mass_ratio_squared(log_q, numbers):
    median, below, above, _, peak = numbers
    near = sides(log_q, median, below, above) ** 2
    far = sides(-log_q, median, below, above) ** 2
    # ln(exp(-near/2) + exp(-far/2)), far from the event too
    density = -near / 2 + numpy.log1p(numpy.exp((near - far) / 2))
    return numpy.maximum(0, 2 * (numpy.log(peak) - density))


def spin_squared(q, chi_eff, quantity, trade):
    coefficient, median, per_spin, mean, independent = trade
    eta = q / (1 + q) ** 2
    spin = 128 * (3 * numpy.pi / 8 + coefficient * eta**0.6) / (113 - 76 * eta)
    expected = (spin - median) * per_spin - mean
    return ((sides(chi_eff, *quantity) - expected) / independent) ** 2


def rank_all(data):
    k, log_q, chi_eff, rest, each, draws = data
    q = numpy.exp(log_q)
    total = 0.0
    for event in each:
        points = event[: 2 * draws].reshape(2, draws).T
        tree = cKDTree(points)
        numbers = event[2 * draws + 2 :]
        squared = mass_ratio_squared(log_q, numbers[:5]) + spin_squared(q, chi_eff, numbers[5:8], numbers[8:]) + rest
        own, _ = tree.query(points[::REFERENCE_STEP], k=[k])
        distances, _ = tree.query(places(log_q, chi_eff, event, draws), k=[k])
        support = numpy.minimum(1, (numpy.median(own) / distances[:, 0]) ** 2)
        scores = numpy.exp(-squared / 2) * support
        total += numpy.partition(scores, -LIST_LENGTH)[-LIST_LENGTH:].sum()
    return total


def report(name, work, data):
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        checksum = work(data)
        best = min(best, time.perf_counter() - start)
    print(f"{name} {best:.3f} {checksum:.9e}")


if __name__ == "__main__":
    DATA = read(sys.argv[1])
    report("tree", search_all, DATA)
    report("ranking", rank_all, DATA)
