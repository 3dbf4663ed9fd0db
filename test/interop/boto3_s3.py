"""Puts and gets an object through boto3, which the environment points at an emulator with a handler of S3.

Prints one line of JSON: what each call returned.
"""

import io
import json
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

PLACE = {"Bucket": "examplebucket", "Key": "a folder/résumé+(1).txt"}


# Each holds characters that clients and URL parsers treat differently.
ODD_KEYS = ["a//b", "/first", "c+d=e&f,g;h:i@j$k", "~!'()*", "per%20cent%2F", "q?x#y", "b\\\\c|d^e`{f}\"<g>", " sp ", "[b]"]


def kept(s3, key):
    s3.put_object(Bucket=PLACE["Bucket"], Key=key, Body=key.encode())
    return s3.get_object(Bucket=PLACE["Bucket"], Key=key)["Body"].read().decode() == key


def status_of(url, data=None):
    method = "GET" if data is None else "PUT"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=data, method=method)) as response:
            return response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code


def error_of(call):
    try:
        call()
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]]


def main():
    s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
    s3.put_object(**PLACE, Body=b"one")
    seen = {"put": s3.get_object(**PLACE)["Body"].read().decode()}
    s3.upload_fileobj(io.BytesIO(b"two"), PLACE["Bucket"], PLACE["Key"])
    seen["upload"] = s3.get_object(**PLACE)["Body"].read().decode()
    seen["lostKeys"] = [key for key in ODD_KEYS if not kept(s3, key)]
    seen["presignedPut"] = status_of(s3.generate_presigned_url("put_object", PLACE), b"three")
    seen["presignedGet"] = status_of(s3.generate_presigned_url("get_object", PLACE))
    changed = s3.generate_presigned_url("get_object", PLACE).replace("X-Amz-Expires=3600", "X-Amz-Expires=3601")
    seen["changed"] = status_of(changed)
    wrong = boto3.client("s3", aws_secret_access_key="je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY", aws_access_key_id="AKIAIOSFODNN7EXAMPLE")
    seen["wrongSecret"] = error_of(lambda: wrong.get_object(**PLACE))
    unknown = boto3.client("s3", aws_secret_access_key="secret", aws_access_key_id="AKIAI44QH8DHBEXAMPLE")
    seen["unknownKey"] = error_of(lambda: unknown.get_object(**PLACE))
    seen["withoutHandler"] = error_of(lambda: boto3.client("dynamodb").list_tables())
    print(json.dumps(seen))


main()
