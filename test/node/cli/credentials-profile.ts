/** Keys of a user that does not exist. */
export const WRONG_KEYS = {
  accessKeyId: "AKIAI44QH8DHBEXAMPLE",
  secretAccessKey: "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
};

/** Makes the text of a profile with these keys. */
export function profileOf(
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  name = "default",
): string {
  return `[${name}]\naws_access_key_id = ${keys.accessKeyId}\naws_secret_access_key = ${keys.secretAccessKey}\n`;
}
