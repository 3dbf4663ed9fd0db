"""Writes which AWS host signs under which name, from botocore's endpoint rule sets.

Run it in a virtual environment with the botocore version to read:

    python3 -m venv /tmp/hosts && /tmp/hosts/bin/pip install botocore
    /tmp/hosts/bin/python tools/aws-hosts/generate.py

It writes src/signing/aws-hosts.ts (the table of the product) and test/support/aws-hosts.json (every host of the rule sets,
for the test of that table).
"""

import collections
import gzip
import itertools
import json
import pathlib
import re
import textwrap
from urllib.parse import urlsplit

import botocore
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import BotoCoreError, EndpointProviderError

DATA = pathlib.Path(botocore.__file__).parent / "data"
ROOT = pathlib.Path(__file__).resolve().parents[2]

ACCOUNT_ID = "111122223333"
STREAM_ARN = f"arn:aws:kinesis:us-west-2:{ACCOUNT_ID}:stream/example"
SAMPLES = {
    "AccountId": ACCOUNT_ID,
    "Bucket": "example-bucket",
    "StreamARN": STREAM_ARN,
    "ConsumerARN": f"{STREAM_ARN}/consumer/example:1",
}

# Options that change the host. The rule sets have more, which only refuse combinations.
SWITCHES = {
    "Accelerate",
    "IsControlPlane",
    "IsOAuthEndpoint",
    "IsSearchOperation",
    "RequiresAccountId",
    "UseControlPlaneEndpoint",
    "UseDualStack",
    "UseFIPS",
    "UseGlobalEndpoint",
    "UseObjectLambdaEndpoint",
    "UseS3ExpressControlEndpoint",
}


def load(path):
    return json.loads(gzip.open(path).read() if path.suffix == ".gz" else path.read_text())


PARTITIONS = load(DATA / "partitions.json")
REGIONS = {
    region: partition
    for partition in PARTITIONS["partitions"]
    for region in partition["regions"]
    if not region.endswith("-global")
}


def services():
    for folder in sorted(DATA.iterdir()):
        versions = sorted(path for path in folder.iterdir()) if folder.is_dir() else []
        models = list(versions[-1].glob("service-2.json*")) if versions else []
        if models:
            yield load(models[0]), load(next(versions[-1].glob("endpoint-rule-set-1.json*")))


def literals(rules):
    """Finds the texts that a rule set compares each parameter with."""
    found = collections.defaultdict(set)

    def walk(node):
        if isinstance(node, list):
            for item in node:
                walk(item)
        if not isinstance(node, dict):
            return
        if node.get("fn") == "stringEquals":
            names = [arg["ref"] for arg in node["argv"] if isinstance(arg, dict) and "ref" in arg]
            texts = [arg for arg in node["argv"] if isinstance(arg, str)]
            if names and texts:
                found[names[0]].add(texts[0])
        for value in node.values():
            walk(value)

    walk(rules["rules"])
    return found


def parameter_sets(rules):
    """Yields every combination of options, for every region."""
    known = rules["parameters"]
    texts = literals(rules)
    choices = {name: [False, True] for name in SWITCHES & known.keys()}
    for name, parameter in known.items():
        if name in SAMPLES:
            choices[name] = [None, SAMPLES[name]]
        elif parameter["type"] == "string" and name in texts and name != "Region":
            choices[name] = [None, *sorted(texts[name])]
        elif parameter["type"] == "boolean" and parameter.get("required") and "default" not in parameter:
            choices.setdefault(name, [False])
    regions = [*REGIONS, "aws-global", "aws-us-gov-global"] if "Region" in known else [None]
    for region, *values in itertools.product(regions, *choices.values()):
        given = zip(["Region", *choices], [region, *values])
        yield {name: value for name, value in given if value is not None}


def host_prefixes(model):
    traits = [operation.get("endpoint", {}) for operation in model["operations"].values()]
    prefixes = {trait.get("hostPrefix", "").replace("{AccountId}", ACCOUNT_ID) for trait in traits}
    return {"", *(prefix for prefix in prefixes if "{" not in prefix)}


def variable_suffix(text):
    """Writes a service id as the SDKs' variables do: `AWS_ENDPOINT_URL_<suffix>`, here in lower case."""
    return re.sub(r"[ .-]", "_", text).lower()


def collect_hosts():
    """Maps each host to the pairs of signing name and region that botocore would sign it for, and to the service ids."""
    hosts = collections.defaultdict(dict)
    ids = collections.defaultdict(set)
    for model, rules in services():
        metadata = model["metadata"]
        provider = EndpointProvider(rules, PARTITIONS)
        for parameters in parameter_sets(rules):
            try:
                endpoint = provider.resolve_endpoint(**parameters)
            except (EndpointProviderError, BotoCoreError):
                continue
            schemes = endpoint.properties.get("authSchemes", [])
            sigv4 = [scheme for scheme in schemes if scheme["name"] in ("sigv4", "sigv4-s3express")]
            if schemes and not sigv4:
                continue
            scheme = sigv4[0] if sigv4 else {}
            name = scheme.get("signingName") or metadata.get("signingName", metadata["endpointPrefix"])
            region = scheme.get("signingRegion") or parameters.get("Region")
            for prefix in host_prefixes(model):
                host = prefix + urlsplit(endpoint.url).hostname
                hosts[host][name, region] = True
                ids[host].add(variable_suffix(metadata["serviceId"]))
    return hosts, ids


def split_host(host):
    """Splits a host of the DNS suffixes at its last region: (before, region, after). None without a region."""
    labels = host.split(".")
    places = [place for place, label in enumerate(labels) if label in REGIONS]
    if not places:
        return None
    region = labels[places[-1]]
    rest = ".".join(labels[places[-1] + 1 :])
    outputs = REGIONS[region]["outputs"]
    for kind in ("dualStackDnsSuffix", "dnsSuffix"):
        suffix = outputs[kind]
        if rest == suffix or rest.endswith(f".{suffix}"):
            return ".".join(labels[: places[-1]]), region, rest[: -len(suffix)] + kind
    return None


def bare_name(before):
    """Takes routing and account ids out of what stands before the region."""
    labels = [re.sub(r"-fips$", "", label) for label in before.split(".")]
    return ".".join(label for label in labels if label not in ("dualstack", "fips", ACCOUNT_ID))


REGIONLESS = re.compile(
    r"([^.]+|global\.health)(\.us-gov)?\.amazonaws\.com(\.cn)?|[^.]+\.(global|us-gov)\.api\.aws"
)


def is_regionless(host):
    """Whether a host is the only one of a service in its partition, and exists: rule sets make more than exist."""
    return REGIONLESS.fullmatch(host) is not None and "-fips." not in host and "codecatalyst" not in host


def main():
    templates = collections.defaultdict(set)
    regionless = {}
    ids_by_name = collections.defaultdict(set)
    all_hosts, ids = collect_hosts()
    for host, signatures in all_hosts.items():
        parts = split_host(host)
        if parts:
            before, region, after = parts
            ids_by_name[bare_name(before)] |= ids[host]
            for name, signed_region in signatures:
                templates[(before, after)].add((name, "" if signed_region == region else signed_region))
        elif is_regionless(host):
            # The first one is that of the partition that has the host; others only fall back to it.
            regionless[host] = next(iter(signatures))
            ids_by_name[host] |= ids[host]

    by_name = collections.defaultdict(set)
    for (before, after), signatures in templates.items():
        if before and after in ("dnsSuffix", "dualStackDnsSuffix"):
            by_name[bare_name(before)] |= signatures
    ambiguous = {name for name, signatures in by_name.items() if len(signatures) > 1}
    table = {
        name: next(iter(signatures))
        for name, signatures in sorted(by_name.items())
        if name not in ambiguous and not name.startswith("example-bucket")
    }
    if any(region for _, region in table.values()):
        raise ValueError("a service signs for another region than that of its host")
    print(f"left out, because two services share a host: {', '.join(sorted(ambiguous))}")
    entries = [entry(name, signing, ids_by_name[name]) for name, (signing, _) in table.items()]
    regionless_entries = [
        regionless_entry(host, *regionless[host], ids_by_name[host]) for host in sorted(regionless)
    ]
    write_product(entries, regionless_entries)
    write_test(templates, regionless, {name: ids_by_name[name] for name in [*table, *regionless]})


def entry(name, signing, ids):
    """Writes `host=signing name:service ids`, and leaves out what the rest tells."""
    if ids == {variable_suffix(signing)}:
        suffix = ""
    elif ids == {variable_suffix(name)}:
        suffix = ":"
    else:
        suffix = ":" + ",".join(sorted(ids))
    return (name if name == signing else f"{name}={signing}") + suffix


def regionless_entry(host, name, region, ids):
    suffix = "" if ids == {variable_suffix(name)} else ":" + ",".join(sorted(ids))
    return f"{host}={name}@{region}{suffix}"


def write_product(entries, regionless):
    text = f"""// Written by tools/aws-hosts/generate.py from botocore {botocore.__version__}.

/**
 * What stands before region and DNS suffix in the hosts of AWS's APIs, without `fips`, `dualstack` and account ids. If the
 * signing name is another, it follows after `=`. The service ids, as the SDKs' variables name them, follow after `:` if they
 * are not the signing name; nothing after `:` stands for the name of the host.
 */
export const SERVICE_HOSTS = {literal(entries)};

/** The hosts of AWS's APIs that name no region. Signing name, `@`, the region that signs, `:` and other service ids follow. */
export const REGIONLESS_HOSTS = {literal(regionless)};
"""
    (ROOT / "src/signing/aws-hosts.ts").write_text(text)


def literal(words):
    """Writes words as a template literal of one line, with a space around each."""
    lines = textwrap.wrap(" ".join(words), 116, break_on_hyphens=False, break_long_words=False)
    return "` \\\n" + "".join(f"{line} \\\n" for line in lines) + "`"


def write_test(templates, regionless, ids):
    hosts = collections.defaultdict(list)
    for (before, after), signatures in sorted(templates.items()):
        if len(signatures) > 1:
            continue
        [(name, region)] = signatures
        dns = {"dnsSuffix": "DNS", "dualStackDnsSuffix": "DUAL"}
        suffix = re.sub(r"\w+DnsSuffix|dnsSuffix", lambda match: dns[match[0]], after)
        hosts[name + (f"@{region}" if region else "")].append(".".join(filter(None, [before, "REGION", suffix])))
    data = {
        "botocore": botocore.__version__,
        "partitions": {
            partition["id"]: {
                "DNS": partition["outputs"]["dnsSuffix"],
                "DUAL": partition["outputs"]["dualStackDnsSuffix"],
                "regions": " ".join(region for region in partition["regions"] if region in REGIONS),
            }
            for partition in PARTITIONS["partitions"]
        },
        "hosts": {name: " ".join(templates) for name, templates in sorted(hosts.items())},
        "regionless": {host: f"{name}@{region}" for host, (name, region) in sorted(regionless.items())},
        "serviceIds": {name: " ".join(sorted(found)) for name, found in sorted(ids.items())},
    }
    (ROOT / "test/support/aws-hosts.json").write_text(json.dumps(data, indent=2) + "\n")


if __name__ == "__main__":
    main()
