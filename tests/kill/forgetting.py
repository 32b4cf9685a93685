"""Forgets the person of tests.store.test_forget in the store under a folder; made to be killed."""

import sys
from pathlib import Path

from knowledge.store.engine import open_store
from knowledge.store.forget import forget_person
from tests.store.building import CLOCK

if __name__ == "__main__":
    store = open_store(Path(sys.argv[1]), CLOCK)
    print("ready", flush=True)
    sys.stdin.readline()
    forget_person(store, "acc_acme", "per_z", "me")
    print("forgotten", flush=True)
    store.close()
