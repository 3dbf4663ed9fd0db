import { fromContainer } from "../../src/credentials/providers/container/from-container.ts";
import { CONTAINER_BODY } from "./aws-examples.ts";
import type { BadInput } from "./bad-input.ts";
import { fakeRuntime, json } from "./fake-runtime.ts";

const FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
const RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";

function refused(variable: string, uri: string): BadInput {
  return {
    name: `${variable}=${uri}`,
    run: () => fromContainer({ ports: fakeRuntime({ env: { [variable]: uri } }).ports })(),
    code: "CONFIGURATION",
    facts: { setting: variable },
  };
}

const REFUSED_FULL = [
  "http://169.254.169.254/latest/meta-data/",
  "http://169.254.170.24/v1/credentials",
  "http://0.0.0.0/credentials",
  "http://[::]/credentials",
  "http://[::ffff:127.0.0.1]/credentials",
  "http://[fd00:ec2::254]/credentials",
  "http://localhost./credentials",
  "http://localhost.example.com/credentials",
  "http://127.0.0.1.example.com/credentials",
  "http://10.0.0.1/credentials",
  "http://example-localhost/credentials",
  "http://example.localhost/credentials",
  "http://1.127.0.0.1.example.com/credentials",
  "http://169.254.170.230/credentials",
  "http://1169.254.170.23.example.com/credentials",
  "http://169a254a170a23/credentials",
  "http://127a0a0a1/credentials",
  "http://[fd00:ec2::231]/credentials",
  "http://[1fd0:ec2::23]/credentials",
  "http://example.com/credentials",
  "http://169.254.170.23@evil.example/",
  "http://169.254.170.23:80@evil.example/",
  "http://alice@169.254.170.23/v1/credentials",
  "http://:password@169.254.170.23/v1/credentials",
  "https://alice:password@example.com/",
  "ftp://localhost/credentials",
  "file:///etc/credentials",
  "javascript:alert(1)",
  "ws://localhost/credentials",
  "169.254.170.23/v1/credentials",
  "/v1/credentials",
  "//169.254.170.23/v1/credentials",
  "http://",
  "not a URL",
];

const REFUSED_RELATIVE = [
  "v2/credentials",
  "@evil.example/",
  ":80@evil.example/",
  ".evil.example/",
  "3/credentials",
  "http://evil.example/",
  "\\@evil.example/",
];

/** Endpoints that must be refused, because they must not get a token. */
export const BAD_CONTAINER_URLS: readonly BadInput[] = [
  ...REFUSED_FULL.map((uri) => refused(FULL, uri)),
  ...REFUSED_RELATIVE.map((uri) => refused(RELATIVE, uri)),
  {
    name: "the uri option http://example.com/",
    run: () => fromContainer({ uri: "http://example.com/", ports: fakeRuntime().ports })(),
    code: "CONFIGURATION",
    facts: { setting: "uri" },
  },
];

/** Endpoints that may get a token: how the variable states them, and the URL that must be requested. */
export const GOOD_CONTAINER_URLS: readonly (readonly [variable: string, uri: string, asked: string])[] = [
  [FULL, "http://169.254.170.23/v1/credentials", "http://169.254.170.23/v1/credentials"],
  [FULL, "http://[fd00:ec2::23]/v1/credentials", "http://[fd00:ec2::23]/v1/credentials"],
  [FULL, "http://[fd00:0ec2:0::23]/v1/credentials", "http://[fd00:ec2::23]/v1/credentials"],
  [FULL, "http://169.254.170.2/v2/credentials", "http://169.254.170.2/v2/credentials"],
  [FULL, "http://localhost:8080/credentials", "http://localhost:8080/credentials"],
  [FULL, "http://LOCALHOST/credentials", "http://localhost/credentials"],
  [FULL, "http://127.0.0.1/credentials", "http://127.0.0.1/credentials"],
  [FULL, "http://127.8.9.10/credentials", "http://127.8.9.10/credentials"],
  [FULL, "http://127.1/credentials", "http://127.0.0.1/credentials"],
  [FULL, "http://2130706433/credentials", "http://127.0.0.1/credentials"],
  [FULL, "http://0x7f.0.0.1/credentials", "http://127.0.0.1/credentials"],
  [FULL, "http://[::1]:8080/credentials", "http://[::1]:8080/credentials"],
  [FULL, "http://[0:0:0:0:0:0:0:1]/credentials", "http://[::1]/credentials"],
  [FULL, "https://example.com/credentials?pod=checkout", "https://example.com/credentials?pod=checkout"],
  [FULL, "https://169.254.169.254/", "https://169.254.169.254/"],
  [RELATIVE, "/v2/credentials?id=1", "http://169.254.170.2/v2/credentials?id=1"],
  [RELATIVE, "//evil.example/", "http://169.254.170.2//evil.example/"],
  [RELATIVE, "/@evil.example/", "http://169.254.170.2/@evil.example/"],
];

/** Gets credentials from the endpoint in an environment variable, and returns the requested URLs. */
export async function askedUrls(variable: string, uri: string): Promise<string[]> {
  const { ports, requests } = fakeRuntime({ env: { [variable]: uri }, answers: [json(CONTAINER_BODY)] });
  await fromContainer({ ports })();
  return requests.map(({ url }) => url);
}
