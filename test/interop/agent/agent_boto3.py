"""Lives in a pod: uses boto3's default session under the environment that it is given, one line of JSON a command.

Commands are {"do": "start", "env"}, which begins anew, {"do": "obtain"}, which makes the session load its credentials,
and {"do": "call"}, which asks STS who is calling. Answers are {}, {"arn"} or {"exception", "message"}.
"""

import json
import os
import sys

import boto3


def start(command):
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(command["env"])
    boto3.setup_default_session()
    return {}


def obtain(_command):
    boto3._get_default_session().get_credentials()
    return {}


def call(_command):
    return {"arn": boto3.client("sts").get_caller_identity()["Arn"]}


def main():
    commands = {"start": start, "obtain": obtain, "call": call}
    for line in sys.stdin:
        command = json.loads(line)
        try:
            answer = commands[command["do"]](command)
        except Exception as error:
            answer = {"exception": type(error).__name__, "message": str(error)}
        print(json.dumps(answer), flush=True)


main()
