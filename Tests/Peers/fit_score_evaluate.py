"""Peer of `assay-bench statistics`: fit, score and evaluate with numpy, scipy and scikit-learn.

Usage: fit_score_evaluate.py SAMPLE.parquet. Prints one JSON line: seconds of the three parts, peak memory
and the numbers that both sides compare. Folds and the sample of the logistic come with the table.
"""

import json
import resource
import sys
import time

import numpy as np
import pyarrow.parquet as pq
from scipy.optimize import minimize
from sklearn.isotonic import isotonic_regression

FACETS, SHRINKAGE, RIDGE, DRAWS, REPLICATES, GROUPS = 5, 2.0, 10.0, 4000, 2000, 200
BASE_RATE, PREVALENCE = 2e-4, 1e-3
GRID = [1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.07, 0.15, 0.25, 0.4, 0.55, 0.7, 0.85, 1]


def equal_bins(values, bins=10):
    distinct, counts = np.unique(values, return_counts=True)
    through = np.cumsum(counts)
    edges, done = [], 0
    while len(edges) < bins - 1 and done < through[-1]:
        target = (through[-1] - done) / (bins - len(edges))
        at = np.searchsorted(through, done + target)
        before = through[at - 1] - done if at else 0
        if before > 0 and through[at] - done - target > target - before:
            at -= 1
        edges.append(distinct[at])
        done = through[at]
    if edges and edges[-1] == distinct[-1]:
        edges.pop()
    return np.array(edges)


def weights_of_evidence(bad, usual):
    pool = (bad + usual) / (bad.sum() + usual.sum())
    f1 = (bad + SHRINKAGE * pool) / (bad.sum() + SHRINKAGE)
    f0 = (usual + SHRINKAGE * pool) / (usual.sum() + SHRINKAGE)
    ratio = isotonic_regression(f1 / f0, sample_weight=f0, increasing=False)
    nats = np.log(ratio)
    return nats, np.sum((ratio - 1) * f0 * nats)


def logistic(x, y, w, start=None):
    def loss(b):
        z = x @ b[1:] + b[0]
        r = w * (1 / (1 + np.exp(-z)) - y)
        value = np.sum(w * (np.logaddexp(0, z) - y * z)) + RIDGE / 2 * b[1:] @ b[1:]
        return value, np.concatenate([[r.sum()], x.T @ r + RIDGE * b[1:]])

    bounds = [(None, None)] + [(0, None)] * x.shape[1]
    start = np.zeros(x.shape[1] + 1) if start is None else start
    options = {"maxiter": 2000, "ftol": 1e-15, "gtol": 1e-9}
    return minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options=options).x


class Model:
    """Weights of evidence and coefficients from all folds but one."""

    def __init__(self, data, without, start=None):
        keep = [fold for fold in range(5) if fold != without]
        pairs = [weights_of_evidence(c[keep].sum(0), u[keep].sum(0))
                 for c, u in zip(data.bad_counts, data.usual_counts)]
        self.information = np.array([information for _, information in pairs])
        self.used = np.flatnonzero(self.information >= 0.05)
        self.tables = [nats for nats, _ in pairs]
        rows = data.sample[data.fold[data.sample] != without]
        y = data.is_bad[rows].astype(float)
        w = np.where(y == 1, data.weight[rows], 1.0)
        w[y == 0] *= w[y == 1].sum() / (y == 0).sum()
        x = np.column_stack([self.tables[s][data.codes[s][rows]] for s in self.used])
        first = None if start is None or len(start) != len(self.used) + 1 else start
        fit = logistic(x, y, w, first)
        self.parameters = fit
        self.intercept, self.coefficients = fit[0], fit[1:]
        self.facets = []
        for facet in range(FACETS):
            members = np.flatnonzero(self.used % FACETS == facet)
            if len(members):
                self.facets.append((members, logistic(x[:, members], y, w)))

    def evidence(self, data, rows=slice(None)):
        total = np.full(len(data.is_bad[rows]), self.intercept)
        for signal, coefficient in zip(self.used, self.coefficients):
            total += (coefficient * self.tables[signal])[data.codes[signal][rows]]
        return total

    def facet_evidence(self, data):
        for members, fit in self.facets:
            total = np.full(len(data.is_bad), fit[0])
            for place, coefficient in zip(members, fit[1:]):
                signal = self.used[place]
                total += (coefficient * self.tables[signal])[data.codes[signal]]
            yield total


class Data:
    def __init__(self, path):
        table = pq.read_table(path)
        campaign = table["campaign"].to_numpy(zero_copy_only=False)
        self.is_bad = ~np.isnan(campaign.astype(float))
        self.campaign = np.where(self.is_bad, campaign, -1).astype(int)
        self.fold = table["fold"].to_numpy()
        self.is_sampled = table["is_sampled"].to_numpy(zero_copy_only=False)
        self.signals = [table[name].to_numpy() for name in table.column_names[3:]]

    def prepare(self):
        usual, bad = np.flatnonzero(~self.is_bad), np.flatnonzero(self.is_bad)
        sizes = np.bincount(self.campaign[bad])
        self.weight = np.where(self.is_bad, 1 / sizes[self.campaign], 1.0)
        self.edges = [equal_bins(values[usual]) for values in self.signals]
        self.codes = [np.searchsorted(e, v).astype(np.uint8)
                      for e, v in zip(self.edges, self.signals)]
        self.usual_counts, self.bad_counts = [], []
        for edges, codes in zip(self.edges, self.codes):
            width = len(edges) + 1
            flat = self.fold * width + codes
            shape = (5, width)
            self.usual_counts.append(
                np.bincount(flat[usual], minlength=5 * width).reshape(shape).astype(float))
            self.bad_counts.append(
                np.bincount(flat[bad], self.weight[bad], minlength=5 * width).reshape(shape))
        self.sample = np.concatenate([usual[self.is_sampled[usual]], bad])
        self.usual, self.bad, self.sizes = usual, bad, sizes


def percentiles(values, reference):
    return (np.searchsorted(reference, values, "left")
            + np.searchsorted(reference, values, "right")) / (2 * len(reference))


def tail_edges(trust):
    distinct, counts = np.unique(trust, return_counts=True)
    through, n = np.cumsum(counts), len(trust)
    edges, previous = [], 0
    if through[0] >= max(50, 0.01 * n) and len(distinct) > 1:
        edges.append(distinct[0])
        previous = through[0]
    for share in GRID:
        at = np.searchsorted(through, share * n - 1e-9)
        if through[at] - previous >= 50:
            edges.append(distinct[at])
            previous = through[at]
    if 0 < n - previous < 50 and len(edges) >= 2:
        edges.pop()
    if edges[-1] >= distinct[-1]:
        edges.pop()
    return np.array(edges)


def ratio_map(data, positions, scores):
    edges = tail_edges(scores)
    bins = len(edges) + 1
    usual = np.bincount(np.searchsorted(edges, scores), minlength=bins)
    member = np.searchsorted(edges, positions)
    campaigns = len(data.sizes)
    mass = np.zeros((campaigns, bins))
    np.add.at(mass, (data.campaign[data.bad], member), data.weight[data.bad])
    shares = (usual + 0.5) / (len(scores) + bins / 2)
    f1 = (mass.sum(0) + SHRINKAGE * shares) / (campaigns + SHRINKAGE)
    ratio = isotonic_regression(f1 / shares, sample_weight=shares, increasing=False)
    random = np.random.default_rng(1)
    f0 = random.gamma(usual + 0.5, size=(DRAWS, bins))
    f0 /= f0.sum(1, keepdims=True)
    drawn = random.exponential(size=(DRAWS, campaigns)) @ mass
    drawn += random.gamma(SHRINKAGE * shares, size=(DRAWS, bins))
    drawn /= drawn.sum(1, keepdims=True)
    z = random.normal(size=DRAWS) / 1.959963984540054
    middle = np.log(BASE_RATE / (1 - BASE_RATE))
    low, high = (np.log(p / (1 - p)) for p in (1e-4, 4e-4))
    rate = 1 / (1 + np.exp(-(middle + z * np.where(z < 0, middle - low, high - middle))))
    fitted = np.array([isotonic_regression(a / b, sample_weight=b, increasing=False)
                       for a, b in zip(drawn, f0)])
    posterior = rate[:, None] * fitted
    limits = np.quantile(posterior[posterior[:, 0] < 1], [0.025, 0.975], axis=0)
    return ratio, limits


def measures(found, alarms):
    tp, fp = np.cumsum(found), np.cumsum(alarms)
    p, n = tp[-1], fp[-1]
    area = np.sum(alarms * (tp - found / 2)) / (p * n)
    inside = fp <= 0.01 * n
    recall = tp[inside].max() / p if inside.any() else 0.0
    right = PREVALENCE * tp / p
    all_alarms = right + (1 - PREVALENCE) * fp / n
    average = np.sum(found / p * right / np.where(all_alarms > 0, all_alarms, 1))
    some = (found > 0) | (alarms > 0)
    a, b = found[some] / p, alarms[some] / n
    share = isotonic_regression(a / (a + b), sample_weight=a + b, increasing=False)
    with np.errstate(divide="ignore", invalid="ignore"):
        cost = -(np.sum(np.where(a > 0, a * np.log2(share), 0))
                 + np.sum(np.where(b > 0, b * np.log2(1 - share), 0))) / 2
    half = np.searchsorted(tp, 0.5 * p * (1 - 1e-12))
    precision = right[half] / all_alarms[half]
    return area, recall, average, cost, precision


def evaluation(data, held_out, scores):
    points = np.unique(held_out)
    cell = lambda x: np.searchsorted(points, x, "left") + np.searchsorted(points, x, "right")
    width = 2 * len(points) + 1
    campaigns = len(data.sizes)
    random = np.random.default_rng(2)
    group = random.integers(GROUPS, size=len(scores))
    usual = np.bincount(group * width + cell(scores), minlength=GROUPS * width)
    usual = usual.reshape(GROUPS, width).astype(float)
    results = []
    for weight in (data.weight[data.bad], np.ones(len(data.bad))):
        bad = np.zeros((campaigns, width))
        np.add.at(bad, (data.campaign[data.bad], cell(held_out)), weight)
        value = measures(bad.sum(0), usual.sum(0))
        draws = []
        for _ in range(REPLICATES):
            a = np.bincount(random.integers(campaigns, size=campaigns), minlength=campaigns)
            b = np.bincount(random.integers(GROUPS, size=GROUPS), minlength=GROUPS)
            draws.append(measures(a @ bad, b @ usual))
        results.append((value, np.quantile(np.array(draws), [0.025, 0.975], axis=0)))
    return results[0]


def main():
    data = Data(sys.argv[1])
    start = time.perf_counter()
    data.prepare()
    model = Model(data, None)
    folds = [Model(data, fold, model.parameters) for fold in range(5)]
    trust = -model.evidence(data)
    usual_trust = np.sort(trust[data.usual])
    facets = [-evidence for evidence in model.facet_evidence(data)]
    facet_ranks = [np.sort(facet[data.usual]) for facet in facets]
    minima = np.min([percentiles(f[data.usual], r) for f, r in zip(facets, facet_ranks)], axis=0)
    minima.sort()
    positions = np.zeros(len(data.bad))
    fold_ranks = []
    for fold, other in enumerate(folds):
        evidence = -other.evidence(data)
        ranks = np.sort(evidence[data.usual])
        fold_ranks.append(ranks)
        members = data.fold[data.bad] == fold
        positions[members] = percentiles(evidence[data.bad[members]], ranks)
    scores = 10 * percentiles(usual_trust, usual_trust)
    ratio, limits = ratio_map(data, 10 * positions, scores)
    fitted = time.perf_counter()

    trust = -model.evidence(data)
    score = 10 * percentiles(trust, usual_trust)
    weakest = np.min(
        [percentiles(-f, r) for f, r in zip(model.facet_evidence(data), facet_ranks)], axis=0)
    weakest = percentiles(weakest, minima)
    top = np.empty((len(trust), 5), np.int16)
    for begin in range(0, len(trust), 100_000):
        part = slice(begin, begin + 100_000)
        parts = np.column_stack([np.abs(c * model.tables[s])[data.codes[s][part]]
                                 for s, c in zip(model.used, model.coefficients)])
        best = np.argpartition(-parts, 5, axis=1)[:, :5]
        top[part] = np.take_along_axis(
            best, np.argsort(-np.take_along_axis(parts, best, 1), axis=1), 1)
    held_out = np.zeros(len(data.bad))
    for fold, other in enumerate(folds):
        members = data.fold[data.bad] == fold
        held_out[members] = 10 * percentiles(
            -other.evidence(data, data.bad[members]), fold_ranks[fold])
    scored = time.perf_counter()

    value, interval = evaluation(data, held_out, score[data.usual])
    evaluated = time.perf_counter()
    print(json.dumps({
        "fit_seconds": fitted - start, "score_seconds": scored - fitted,
        "evaluate_seconds": evaluated - scored,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "information": model.information.sum(), "coefficients": model.coefficients.sum(),
        "mean_score_of_malice": held_out.mean(), "mean_weakest_percentile": weakest.mean(),
        "auc": value[0], "recall_1pct": value[1], "average_precision_1e3": value[2],
        "least_cllr": value[3], "auc_low": interval[0][0], "auc_high": interval[1][0],
        "top_ratio": ratio[0], "posterior_high": limits[1][0]}))


main()
