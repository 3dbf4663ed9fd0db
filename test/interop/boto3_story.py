"""Plays a pod's identity through boto3, which the environment points at an emulator.

Prints one line of JSON a check: {"check", "passed"}, and what was seen where it failed.
"""

import datetime
import json
import os
import urllib.error
import urllib.request
from contextlib import contextmanager

import boto3

ROLE_ARN = "arn:aws:iam::111122223333:role/checkout"
TARGET_ROLE_ARN = "arn:aws:iam::444455556666:role/orders-reader"
PAIR = {"clusterName": "demo", "namespace": "shop", "serviceAccount": "checkout"}
PLACE = {"eksNodeName": "ip-10-0-0-1", "instanceId": "i-1234567890abcdef0", "zone": "usw2-az1"}
SESSION = {"RoleArn": ROLE_ARN, "RoleSessionName": "interop"}
TOKEN_PATH = "/k8s/demo/api/v1/namespaces/shop/serviceaccounts/checkout/token"


def check(name, passed, seen=None):
    line = {"check": name, "passed": bool(passed)}
    if not passed:
        line["seen"] = seen
    print(json.dumps(line, default=str), flush=True)


@contextmanager
def raising(exception, name, text=""):
    """Checks that the block raises this very class, with the text in its message."""
    try:
        yield
        check(name, False, "nothing was raised")
    except exception as error:
        check(name, text in str(error), error)


def request_token(audience):
    """Asks the Kubernetes API for a token of the service account, as the kubelet does."""
    bound = {"kind": "Pod", "apiVersion": "v1", "name": "checkout-0"}
    body = {
        "apiVersion": "authentication.k8s.io/v1",
        "kind": "TokenRequest",
        "spec": {"audiences": [audience], "boundObjectRef": bound},
    }
    url = os.environ["AWS_ENDPOINT_URL_EKS"] + TOKEN_PATH
    headers = {"content-type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers)) as response:
        return json.load(response)["status"]["token"]


def caller_arn(access_key_id, secret_access_key, session_token):
    session = boto3.Session(access_key_id, secret_access_key, session_token)
    return session.client("sts").get_caller_identity()["Arn"]


def associate(eks):
    created = eks.create_pod_identity_association(**PAIR, roleArn=ROLE_ARN, tags={"team": "shop"})["association"]
    as_asked = created["roleArn"] == ROLE_ARN and created["tags"] == {"team": "shop"}
    check("creates an association", as_asked, created)
    created_at = created["createdAt"]
    is_aware = isinstance(created_at, datetime.datetime) and created_at.tzinfo is not None
    check("reads its times as aware datetimes", is_aware, created_at)
    association_id = created["associationId"]
    name = "raises ResourceInUseException with the existing id"
    with raising(eks.exceptions.ResourceInUseException, name, association_id):
        eks.create_pod_identity_association(**PAIR, roleArn=ROLE_ARN)
    described = eks.describe_pod_identity_association(clusterName="demo", associationId=association_id)
    check("describes what it created", described["association"] == created, described)
    return created


def page(eks, association_id):
    for number in range(120):
        pair = {"clusterName": "demo", "namespace": "many", "serviceAccount": f"account-{number}"}
        eks.create_pod_identity_association(**pair, roleArn=ROLE_ARN)
    pages = list(eks.get_paginator("list_pod_identity_associations").paginate(clusterName="demo"))
    sizes = [len(page["associations"]) for page in pages]
    ids = {summary["associationId"] for page in pages for summary in page["associations"]}
    name = "pages through 121 associations without a duplicate"
    check(name, sizes == [100, 21] and len(ids) == 121, sizes)
    filtered = eks.list_pod_identity_associations(clusterName="demo", namespace="shop")["associations"]
    found = [summary["associationId"] for summary in filtered]
    check("filters by namespace", found == [association_id], found)


def tag(eks, arn):
    eks.tag_resource(resourceArn=arn, tags={"cost center": "7/a", "env": "test"})
    eks.untag_resource(resourceArn=arn, tagKeys=["env", "team"])
    tags = eks.list_tags_for_resource(resourceArn=arn)["tags"]
    check("tags and untags", tags == {"cost center": "7/a"}, tags)


def exchange(eks_auth, role_name, name):
    token = request_token("pods.eks.amazonaws.com")
    answer = eks_auth.assume_role_for_pod_identity(clusterName="demo", token=token, **PLACE)
    arn = answer["assumedRoleUser"]["arn"]
    keys = answer["credentials"]
    caller = caller_arn(keys["accessKeyId"], keys["secretAccessKey"], keys["sessionToken"])
    check(name, caller == arn and f":assumed-role/{role_name}/" in arn, caller)
    return answer


def check_session(name, answer):
    keys = answer["Credentials"]
    caller = caller_arn(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    check(name, caller == answer["AssumedRoleUser"]["Arn"], caller)


def assume(sts):
    tags = {"Tags": [{"Key": "team", "Value": "shop"}], "TransitiveTagKeys": ["team"]}
    assumed = sts.assume_role(**SESSION, ExternalId="7f3c", **tags)
    check_session("assumes a role and signs with what it got", assumed)
    token = request_token("sts.amazonaws.com")
    federated = sts.assume_role_with_web_identity(**SESSION, WebIdentityToken=token)
    check_session("exchanges a web identity token and signs with what it got", federated)


def presign(sts):
    url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    with urllib.request.urlopen(url) as response:
        check("presigns GetCallerIdentity", b":user/podkey</Arn>" in response.read())
    with raising(urllib.error.HTTPError, "is refused with a changed presigned URL", "403"):
        urllib.request.urlopen(url.replace("X-Amz-Expires=60", "X-Amz-Expires=61"))


def main():
    eks, eks_auth, sts = (boto3.client(name) for name in ("eks", "eks-auth", "sts"))
    arn = sts.get_caller_identity()["Arn"]
    check("is told who it is", arn == "arn:aws:iam::111122223333:user/podkey", arn)
    created = associate(eks)
    association_id = created["associationId"]
    key = {"clusterName": "demo", "associationId": association_id}
    page(eks, association_id)
    tag(eks, created["associationArn"])
    answer = exchange(eks_auth, "checkout", "exchanges a pod's token and signs with what it got")
    exchanged_id = answer["podIdentityAssociation"]["associationId"]
    check("is told the association of the exchange", exchanged_id == association_id, exchanged_id)
    updated = eks.update_pod_identity_association(**key, targetRoleArn=TARGET_ROLE_ARN)["association"]
    has_target = updated["targetRoleArn"] == TARGET_ROLE_ARN and updated["externalId"]
    check("sets a target role and gets an external id", has_target, updated)
    exchange(eks_auth, "orders-reader", "gets the target role for the same pod")
    assume(sts)
    presign(sts)
    deleted = eks.delete_pod_identity_association(**key)["association"]
    check("answers a delete with the association that is gone", deleted == updated, deleted)
    with raising(eks.exceptions.ResourceNotFoundException, "raises ResourceNotFoundException for it from then on"):
        eks.describe_pod_identity_association(**key)
    token = request_token("pods.eks.amazonaws.com")
    name = "raises ResourceNotFoundException of EKS Auth from then on"
    with raising(eks_auth.exceptions.ResourceNotFoundException, name):
        eks_auth.assume_role_for_pod_identity(clusterName="demo", token=token)


main()
