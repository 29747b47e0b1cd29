"""A real cluster of separate processes, one of which is killed: the same bytes as one process makes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from authoring.batch import cluster as cluster_module
from authoring.batch.cluster import Cluster
from authoring.batch.work import Wish, work
from authoring.errors import GoujiError
from tests.batch.test_batch import files
from tests.workbook.test_reading import answers_of, many_units

ROOT = Path(__file__).resolve().parents[2]
SURROUNDINGS = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}


def begin(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=SURROUNDINGS,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.fixture
def cluster(tmp_path):
    """The address of a scheduler, and its two workers."""
    place = tmp_path / "scheduler.json"
    where = ["--scheduler-file", str(place)]
    scheduler = begin(
        "distributed.cli.dask_scheduler", *where, "--port", "0", "--no-dashboard", "--host", "127.0.0.1"
    )
    worker = ["distributed.cli.dask_worker", *where, "--no-nanny", "--no-dashboard", "--nthreads", "1"]
    workers = [begin(*worker, "--local-directory", str(tmp_path / f"w{n}")) for n in range(2)]
    limit = time.monotonic() + 30
    while not (place.exists() and place.stat().st_size):
        assert time.monotonic() < limit
        time.sleep(0.1)
    import json

    yield json.loads(place.read_text(encoding="utf-8"))["address"], workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def gouji(*arguments):
    command = [sys.executable, "-m", "authoring", "batch", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env=SURROUNDINGS, stdout=subprocess.PIPE, text=True)


def test_a_lost_worker_costs_nothing(tmp_path, cluster):
    answers = answers_of("lusong-2024")
    closing = {key: text for key, text in answers["落款"].items() if key != "单位"}
    named = ({**answers["单位"], "全称": f"甲县第{n}事务中心"} for n in range(120))
    listed = [{**answers, "单位": unit, "落款": closing} for unit in named]
    source = tmp_path / "各单位.xlsx"
    many_units(listed).save(source)
    alone = gouji(source, "--out", tmp_path / "one")
    assert "已生成 120" in alone.communicate()[0]
    address, workers = cluster
    batch = gouji(source, "--out", tmp_path / "many", "--scheduler", address)
    limit = time.monotonic() + 60
    while not list((tmp_path / "many").glob("*.docx")):
        assert time.monotonic() < limit
        assert batch.poll() is None
        time.sleep(0.05)
    os.kill(workers[0].pid, signal.SIGKILL)
    said, _ = batch.communicate(timeout=90)
    assert "已生成 120、有差错 0、未处理 0" in said
    assert batch.returncode == 0
    assert files(tmp_path / "one") == files(tmp_path / "many")


def test_nobody_there_is_said(monkeypatch):
    monkeypatch.setattr(cluster_module, "_CONNECT", 0.5)
    with pytest.raises(GoujiError, match="连不上调度程序"):
        Cluster("tcp://127.0.0.1:9", work, Wish())
