"""Makes the calls that come on standard input, one JSON object a line, and answers each with a line of what came of it.

A call is {"service", "operation", "input"}; an answer is {"result"}, {"exception", "code", "status", "message"}, or
{"refused"} where botocore would not send the call.
"""

import json
import sys

import boto3
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError


def make(clients, call):
    service = call["service"]
    client = clients.setdefault(service, None) or boto3.client(service)
    clients[service] = client
    method = getattr(client, xform_name(call["operation"]))
    try:
        result = method(**call["input"])
    except ClientError as error:
        return {
            "exception": type(error).__name__,
            "code": error.response["Error"]["Code"],
            "message": error.response["Error"]["Message"],
            "status": error.response["ResponseMetadata"]["HTTPStatusCode"],
        }
    except BotoCoreError as error:
        return {"refused": str(error)}
    return {"result": result}


def main():
    clients = {}
    for line in sys.stdin:
        print(json.dumps(make(clients, json.loads(line)), default=str), flush=True)


main()
