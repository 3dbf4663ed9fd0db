import { describe, expect, it } from "vitest";
import { allowedHostsOf, listen, placesOf } from "../../../cli/agent/listen.ts";
import { serve } from "../../../runtimes/node/serve.ts";
import { NODE_ENVIRONMENT } from "./agent-command.ts";
import { plainEnvironment, runPodkey } from "./podkey-process.ts";

const TIMEOUT_MS = 30_000;
const OFF = ["--probe-port", "off", "--metrics-port", "off"];
const WHERE = ["--cluster-name", "demo", "--bind-hosts", "127.0.0.1"];

describe("podkey agent with bad flags", { timeout: TIMEOUT_MS }, () => {
  it.each([
    [[], "required option '-c, --cluster-name <name>' not specified"],
    [["-c", "../x"], "It must be the name of an EKS cluster"],
    [["-c", "demo", "--port", "70000"], "It must be a whole number from 0 to 65535."],
    [["-c", "demo", "--probe-port", "on"], "It must be a whole number from 0 to 65535, or off."],
    [["-c", "demo", "--max-cache-size", "-1"], "It must be a whole number from 0 to 1000000."],
    [["-c", "demo", "--max-service-qps", "0"], "It must be a number above 0."],
    [
      ["-c", "demo", "--max-credential-retention-before-renewal", "3"],
      "It must be a duration, for example 3h",
    ],
    [["-c", "demo", "--endpoint", "eks-auth"], "It must be an http or https URL."],
    [["-c", "demo", "--log-level", "loud"], "It must be error, warn, info or debug."],
    [["-c", "demo", "--prot", "80"], "unknown option '--prot'"],
    [["--prot", "80"], "unknown option '--prot'"],
    [["-c", "demo", "--region", "us west 2"], "It must be the name of a region, for example us-west-2."],
  ])("(%j) says what is wrong, and exits with 1", async (args, problem) => {
    const { exitCode, stdout, stderr } = await runPodkey(["agent", ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toContain(problem);
    expect(stderr).not.toContain("    at ");
  });

  it("does not start without a region, and says what to set", async () => {
    const { exitCode, stdout, stderr } = await runPodkey(["agent", ...WHERE, "--port", "0", ...OFF]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toBe(
      "podkey: no region is set: pass --region, or set AWS_REGION; there is no EC2 instance metadata to read it from\n",
    );
  });

  it.each([
    "--jwks-url=https://issuer.example.com/keys",
    "--issuer-token-file=token",
    "--issuer-ca-file=ca.crt",
    "--allow-http-issuer",
  ])("(%s alone) says that the flag has no effect", async (flag) => {
    const args = ["agent", ...WHERE, "--port", "0", ...OFF, flag];
    const { exitCode, stdout, stderr } = await runPodkey(args, plainEnvironment(NODE_ENVIRONMENT));

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toBe(
      `podkey: ${flag.split("=")[0]} has no effect without --token-issuer or --verify-tokens\n`,
    );
  });

  it.each([
    ["--issuer-token-file", "/nonexistent/token"],
    ["--issuer-ca-file", "/nonexistent/ca.crt"],
  ])("(%s without its file) names the flag and the file", async (flag, path) => {
    const args = ["agent", ...WHERE, "--port", "0", ...OFF, "--verify-tokens", flag, path];
    const { exitCode, stdout, stderr } = await runPodkey(args, plainEnvironment(NODE_ENVIRONMENT));

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toBe(`podkey: the file ${path} of ${flag} cannot be read or is empty\n`);
  });

  it("refuses to send tokens over plain HTTP to another host, and names the flag that allows it", async () => {
    const args = ["agent", ...WHERE, "--port", "0", ...OFF, "--endpoint", "http://eks-auth.example.com"];
    const { exitCode, stdout, stderr } = await runPodkey(args, plainEnvironment(NODE_ENVIRONMENT));

    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toBe(
      "podkey: a token would go to eks-auth at eks-auth.example.com in the clear: use https, or pass --allow-tokens-over-http\n",
    );
  });

  it("refuses an issuer over plain HTTP, unless --allow-http-issuer is set", async () => {
    const args = ["agent", ...WHERE, "--port", "0", ...OFF, "--token-issuer", "http://issuer.example.com"];
    const { exitCode, stderr } = await runPodkey(args, plainEnvironment(NODE_ENVIRONMENT));

    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^podkey: the issuer [^\n]+ plain HTTP to issuer\.example\.com[^\n]+ --allow-http-issuer\n$/,
    );
  });
});

describe("podkey agent that cannot listen says what to do", { timeout: TIMEOUT_MS }, () => {
  const env = plainEnvironment(NODE_ENVIRONMENT);

  it.each([
    [
      "--port",
      [...OFF],
      "is another agent running? End it, or choose another port or address with --port or --bind-hosts",
    ],
    [
      "--probe-port",
      ["--port", "0", "--metrics-port", "off"],
      "choose another port with --probe-port, or off",
    ],
    [
      "--metrics-port",
      ["--port", "0", "--probe-port", "off", "--metrics-address", "127.0.0.1"],
      "choose another port with --metrics-port, or off",
    ],
  ])("if %s is taken", async (flag, others, advice) => {
    const server = await serve(agent.fetch);
    const args = ["agent", ...WHERE, ...others, flag, String(server.port)];
    const { exitCode, stdout, stderr } = await runPodkey(args, env);
    await server.close();
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    expect(stderr).toBe(`podkey: cannot listen on 127.0.0.1:${server.port}: EADDRINUSE; ${advice}\n`);
  });

  it("if the machine does not have an address of --bind-hosts", async () => {
    const args = ["agent", ...WHERE, "--bind-hosts", "[2001:db8::1]", "--port", "0", ...OFF];
    const { exitCode, stderr } = await runPodkey(args, env);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^podkey: cannot listen on \[2001:db8::1\]:0: E\w+; this machine has no such address/,
    );
    expect(stderr).toContain("ip address add 2001:db8::1 dev lo");
  });
});

const agent = {
  fetch: async () => new Response(),
  answer: async () => ({ status: 200, headers: {}, body: "" }),
};

describe("the addresses of podkey agent", () => {
  const both = { port: 0, hosts: ["127.0.0.1", "2001:db8::1"], unix: undefined };

  it("may lack one of the two defaults with a warning, because a node may have no IPv6", async () => {
    const lines: unknown[][] = [];
    const servers = await listen(agent, { ...both, isStrict: false }, (...line) => lines.push(line));
    await Promise.all(servers.map((server) => server.close()));
    expect(servers.map(({ url }) => url)).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)]);
    const error = expect.stringContaining("[2001:db8::1]:0");
    expect(lines).toEqual([["warn", "cannot listen on one of the default addresses", { error }]]);
  });

  it("must all be there if --bind-hosts names them; otherwise none stays open", async () => {
    const free = await serve(agent.fetch);
    await free.close();
    const places = { ...both, port: free.port, isStrict: true };
    await expect(listen(agent, places, () => undefined)).rejects.toThrow("this machine has no such address");
    await expect(fetch(free.url)).rejects.toThrow("fetch failed");
  });

  it("must have at least one of the two defaults", async () => {
    const places = { ...both, hosts: ["2001:db8::1"], isStrict: false };
    await expect(listen(agent, places, () => undefined)).rejects.toThrow("cannot listen on [2001:db8::1]:0");
  });
});

describe("the hosts that podkey agent allows", () => {
  it.each([
    [["169.254.170.23"], undefined, ["169.254.170.23", "fd00:ec2::23"]],
    [["127.0.0.1"], undefined, ["169.254.170.23", "fd00:ec2::23", "127.0.0.1", "localhost"]],
    [["::1"], undefined, ["169.254.170.23", "fd00:ec2::23", "::1", "localhost"]],
    [["10.0.0.1"], undefined, ["169.254.170.23", "fd00:ec2::23", "10.0.0.1"]],
    [[], "/run/agent.sock", ["169.254.170.23", "fd00:ec2::23", "localhost"]],
  ])("on the addresses %j and the socket %j are %j", (hosts, unix, allowed) => {
    expect(allowedHostsOf({ port: 0, hosts, isStrict: true, unix })).toEqual(allowed);
  });
});

describe("the places where podkey agent listens", () => {
  const port = 80;
  const defaults = ["169.254.170.23", "fd00:ec2::23"];

  it.each([
    ["no flag", { port }, { hosts: defaults, isStrict: false, unix: undefined }],
    ["a unix socket alone", { port, unix: "/s" }, { hosts: [], isStrict: false, unix: "/s" }],
    [
      "hosts",
      { port, bindHosts: ["[::1]", "::"] },
      { hosts: ["::1", "::"], isStrict: true, unix: undefined },
    ],
    [
      "hosts that no one can listen on",
      { port, bindHosts: ["[::1]:80", "a[::1]"] },
      { hosts: ["[::1]:80", "a[::1]"], isStrict: true, unix: undefined },
    ],
    ["both", { port, bindHosts: ["::1"], unix: "/s" }, { hosts: ["::1"], isStrict: true, unix: "/s" }],
  ])("are those of %s", (_, options, places) => {
    expect(placesOf(options)).toEqual({ port, ...places });
  });
});
