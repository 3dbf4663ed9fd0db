declare module "aws4" {
  const aws4: { sign(request: object, credentials: object): object };
  export = aws4;
}
