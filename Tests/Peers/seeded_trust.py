"""Peer of `assay-bench link`: seeded trust by power iteration on scipy's sparse matrices, one core.

Builds the matrix and iterates `x = (1 - a) v + a (P' x + dangling v)` to an L1 change below 1e-10, a = 0.5.
Prints one JSON line: seconds, iterations, largest. Usage: seeded_trust.py EDGES NODES SEEDS
(EDGES: pairs of little-endian uint32; SEEDS: numbers joined by commas)
"""

import json
import sys
import time

import numpy as np
from scipy import sparse


def main():
    edges = np.fromfile(sys.argv[1], dtype="<u4").reshape(-1, 2)
    nodes = int(sys.argv[2])
    seeds = np.array([int(seed) for seed in sys.argv[3].split(",")])
    start = time.perf_counter()
    ones = np.ones(len(edges))
    incoming = sparse.csr_matrix((ones, (edges[:, 1], edges[:, 0])), shape=(nodes, nodes))
    incoming.data[:] = 1  # repeated edges count once
    out = np.asarray(incoming.sum(axis=0)).ravel()
    shares = np.divide(1, out, out=np.zeros(nodes), where=out > 0)
    dangling = out == 0
    v = np.zeros(nodes)
    v[seeds] = 1 / len(seeds)
    x, iterations, change = v, 0, np.inf
    while change >= 1e-10 and iterations < 1000:
        y = 0.5 * (incoming @ (x * shares))
        y += (0.5 + 0.5 * x[dangling].sum()) * v
        change = np.abs(y - x).sum()
        x, iterations = y, iterations + 1
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "iterations": iterations, "largest": float(x.max())}))


main()
