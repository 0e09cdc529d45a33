"""Fetches jars from a Maven repository, several at once, and keeps those with the locked SHA-256.

Reads the jars and the directory from standard input, and prints one line for each jar that came.
"""

import concurrent.futures
import hashlib
import json
import os
import ssl
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import certifi

MAVEN_CENTRAL = "https://repo1.maven.org/maven2"
ATTEMPTS = 3
DOWNLOADS_AT_ONCE = 6
SECONDS_WITHOUT_ANSWER = 60


def repository() -> str:
    """Address of the mirror in MAVEN_REPOSITORY, else of Maven Central."""
    return (os.environ.get("MAVEN_REPOSITORY") or MAVEN_CENTRAL).rstrip("/")


def opener() -> urllib.request.OpenerDirector:
    """What opens an address through the environment's proxy, trusting what Node trusts."""
    trust = ssl.create_default_context()
    for certificates in (certifi.where(), os.environ.get("NODE_EXTRA_CA_CERTS")):
        if certificates and Path(certificates).exists():
            trust.load_verify_locations(certificates)
    return urllib.request.build_opener(urllib.request.HTTPSHandler(context=trust))


def fetch(
    opening: urllib.request.OpenerDirector, root: str, jar: dict, directory: Path
) -> str | None:
    """Fetch one jar; what is wrong with it, or None."""
    group, artifact, version = jar["group"], jar["artifact"], jar["version"]
    name = f"{artifact}-{version}.jar"
    address = f"{root}/{group.replace('.', '/')}/{artifact}/{version}/{name}"
    problem = ""
    for attempt in range(ATTEMPTS):
        time.sleep(attempt)
        try:
            with opening.open(address, timeout=SECONDS_WITHOUT_ANSWER) as answer:
                content = answer.read()
        except (OSError, ValueError) as error:
            problem = f"  {group}:{artifact}:{version} did not come from {address}: {error}"
            if isinstance(error, urllib.error.HTTPError) and error.code == 404:
                break
            continue
        found = hashlib.sha256(content).hexdigest()
        if found == jar["sha256"]:
            try:
                (directory / name).write_bytes(content)
            except OSError as error:
                return f"  {name} cannot be written: {error.strerror}"
            return None
        problem = (
            f"  {group}:{artifact}:{version} from {address} is not the locked file\n"
            f"    SHA-256 in jars.lock.json: {jar['sha256']}\n"
            f"    SHA-256 of what came:      {found}"
        )
    return problem


def main() -> int:
    """Fetch all jars; 1 if any is missing."""
    request = json.load(sys.stdin)
    directory = Path(request["directory"])
    opening, root = opener(), repository()
    problems = []
    with concurrent.futures.ThreadPoolExecutor(DOWNLOADS_AT_ONCE) as pool:
        fetching = {
            pool.submit(fetch, opening, root, jar, directory): jar["artifact"]
            for jar in request["jars"]
        }
        for done in concurrent.futures.as_completed(fetching):
            if problem := done.result():
                problems.append(problem)
            else:
                print(fetching[done], flush=True)
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
