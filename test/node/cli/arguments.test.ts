import { describe, expect, it } from "vitest";
import {
  clusterName,
  goDuration,
  httpUrl,
  portOrOff,
  positiveNumber,
  regionName,
  roleArn,
  wholeNumber,
} from "../../../cli/io/arguments.ts";

describe("a whole number of the command line", () => {
  it.each(["1", "10", "07"])("may be %s within 1 and 10", (text) => {
    expect(wholeNumber(10, 1)(text)).toBe(Number(text));
  });

  it("is at least 0 if no minimum is given", () => {
    expect(wholeNumber(10)("0")).toBe(0);
    expect(() => wholeNumber(10)("11")).toThrow("It must be a whole number from 0 to 10.");
  });

  it.each(["0", "11", "", "1.5", "-1", "+1", "1e0", "0x5", " 5", "5 ", "five", "5five", "five5"])(
    "is refused if it is %j",
    (text) => {
      expect(() => wholeNumber(10, 1)(text)).toThrow("It must be a whole number from 1 to 10.");
    },
  );
});

describe("a port of the command line", () => {
  it.each([
    ["off", "off"],
    ["0", 0],
    ["65535", 65_535],
  ])("may be %s", (text, port) => {
    expect(portOrOff(text)).toBe(port);
  });

  it.each(["65536", "-1", "on", "", "0x5", "1.5", "80a", "a80"])("is refused if it is %j", (text) => {
    expect(() => portOrOff(text)).toThrow("It must be a whole number from 0 to 65535, or off.");
  });
});

describe("a number above 0 of the command line", () => {
  it.each([
    ["1", 1],
    ["0.5", 0.5],
    ["10.25", 10.25],
  ])("may be %s", (text, value) => {
    expect(positiveNumber(text)).toBe(value);
  });

  it.each(["0", "0.0", "", "-1", "1e3", ".5", "1.", "1.5x", "x1.5", "Infinity"])(
    "is refused if it is %j",
    (text) => {
      expect(() => positiveNumber(text)).toThrow("It must be a number above 0.");
    },
  );
});

describe("a duration in Go's format", () => {
  it.each([
    ["0", 0],
    ["3h", 10_800_000],
    ["90m", 5_400_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["10.25s", 10_250],
    [".5s", 500],
    [".25s", 250],
    ["1.s", 1000],
    ["300ms", 300],
    ["1m0.5s", 60_500],
    ["2000us", 2],
    ["3000µs", 3],
    ["4000000ns", 4],
  ])("reads %s as %d ms", (text, ms) => {
    expect(goDuration(text)).toBeCloseTo(ms, 9);
  });

  it.each(["", "3", "h", "-1h", "3 h", "3d", "1h30", "1..5h", ".h", "1h x", "x1h", "00"])(
    "refuses %j",
    (text) => {
      expect(() => goDuration(text)).toThrow("It must be a duration");
    },
  );
});

describe("a name of the command line", () => {
  it.each<[string, (text: string) => string, string]>([
    ["a cluster", clusterName, "demo-1"],
    ["a region", regionName, "us-west-2"],
    ["a role", roleArn, "arn:aws:iam::111122223333:role/pod"],
    ["an https URL", httpUrl, "https://eks-auth.example.com"],
    ["an http URL", httpUrl, "http://127.0.0.1:4566/path"],
  ])("of %s is passed on as it is", (_, read, text) => {
    expect(read(text)).toBe(text);
  });

  it.each<[string, (text: string) => string, string, string]>([
    ["a cluster", clusterName, "../x", "It must be the name of an EKS cluster"],
    ["a region", regionName, "us west 2", "It must be the name of a region"],
    ["a role", roleArn, "arn:aws:iam::111122223333:user/pod", "It must be the ARN of an IAM role"],
    ["a URL", httpUrl, "eks-auth.example.com", "It must be an http or https URL."],
    ["a URL", httpUrl, "ftp://eks-auth.example.com", "It must be an http or https URL."],
    ["a URL", httpUrl, "httpx://eks-auth.example.com", "It must be an http or https URL."],
    ["a URL", httpUrl, "xhttp://eks-auth.example.com", "It must be an http or https URL."],
  ])("of %s is refused if it is not one", (_, read, text, problem) => {
    expect(() => read(text)).toThrow(problem);
  });
});
