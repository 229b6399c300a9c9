// Verifies a signed request by an implementation of the draft that is not ours: node verify-signature.js MODULES < {"method", "url", "headers", "key"}
const load = (name) => require(require("path").join(process.argv[2], name));
const signatures = load("http-signature");
const { method, url, headers, key } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const parsed = signatures.parseRequest({ method, url, headers }, { clockSkew: 1e9, headers: ["date"] });
console.log(JSON.stringify({ valid: signatures.verifySignature(parsed, key), keyId: parsed.keyId, signed: parsed.params.headers }));
