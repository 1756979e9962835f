"""Peer of `assay-bench crawl`: fetch, parse and keep every named index file, one gzip file each.

A pool of 64 kept connections; the bodies are parsed as they come and written by a pool of threads.
Prints one JSON line: seconds, cpu_seconds, documents, bytes. Usage: crawl_files.py URL NAMES FOLDER
"""

import asyncio
import gzip
import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import aiohttp
import orjson

CONCURRENCY = 64


def path_of(name):
    """The path of a crate's file in the sparse index."""
    name = name.lower()
    if len(name) <= 2:
        return f"{len(name)}/{name}"
    if len(name) == 3:
        return f"3/{name[0]}/{name}"
    return f"{name[:2]}/{name[2:4]}/{name}"


def write(path, body):
    """Keeps one document; returns the bytes it takes."""
    packed = gzip.compress(body, compresslevel=6)
    with open(path, "wb") as file:
        file.write(packed)
    return len(packed)


async def work(names, session, pool, url, folder, totals):
    """Takes names from the shared iterator until there are none."""
    loop = asyncio.get_running_loop()
    for name in names:
        async with session.get(f"{url}/{path_of(name)}") as response:
            response.raise_for_status()
            body = await response.read()
        for line in body.splitlines():
            orjson.loads(line)
        path = os.path.join(folder, name.lower() + ".json.gz")
        size = await loop.run_in_executor(pool, write, path, body)
        totals["bytes"] += size
        totals["documents"] += 1


async def crawl(url, names, folder):
    totals = {"documents": 0, "bytes": 0}
    connector = aiohttp.TCPConnector(limit=CONCURRENCY)
    shared = iter(names)
    with ThreadPoolExecutor() as pool:
        async with aiohttp.ClientSession(connector=connector) as session:
            jobs = [work(shared, session, pool, url, folder, totals) for _ in range(CONCURRENCY)]
            await asyncio.gather(*jobs)
    return totals


def main():
    url, list_path, folder = sys.argv[1:4]
    with open(list_path, encoding="utf-8") as file:
        names = file.read().splitlines()
    os.makedirs(folder)
    start = time.perf_counter()
    totals = asyncio.run(crawl(url, names, folder))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "cpu_seconds": time.process_time(), **totals}))


main()
