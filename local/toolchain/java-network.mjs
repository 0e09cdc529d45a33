/** The proxy and certificates that npm and pip take from the environment, as options of Java, which does not. */
import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

const TRUST_STORE_PASSWORD = 'changeit';

/** Options for a Java that reaches the network as this Node does; the directory keeps what they refer to. */
export function javaNetworkOptions(directory, environment = process.env) {
  const options = [];
  const proxy = environment.HTTPS_PROXY ?? environment.https_proxy;
  if (proxy) {
    const { hostname, port } = new URL(proxy);
    options.push(`-Dhttps.proxyHost=${hostname}`, `-Dhttps.proxyPort=${port || '80'}`);
  }
  const certificates = environment.NODE_EXTRA_CA_CERTS;
  if (certificates && existsSync(certificates)) {
    const trustStore = join(directory, 'trust-store.jks');
    writeFileSync(
      trustStore,
      trustStoreOf([...rootCertificates, ...pemBlocks(readFileSync(certificates, 'utf8'))]),
    );
    options.push(
      `-Djavax.net.ssl.trustStore=${trustStore}`,
      '-Djavax.net.ssl.trustStoreType=JKS',
      `-Djavax.net.ssl.trustStorePassword=${TRUST_STORE_PASSWORD}`,
    );
  }
  return options;
}

function pemBlocks(text) {
  return text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}

/**
 * A Java key store (JKS, version 2) that trusts these certificates.
 * The format is small and fixed; Java's own tool would need a process for each certificate.
 */
function trustStoreOf(certificates) {
  const parts = [unsigned(0xfeedfeed), unsigned(2), unsigned(certificates.length)];
  certificates.forEach((pem, index) => {
    const der = new X509Certificate(pem).raw;
    const trustedCertificateEntry = unsigned(2);
    const created = Buffer.alloc(8);
    parts.push(trustedCertificateEntry, text(`certificate-${index}`), created);
    parts.push(text('X.509'), unsigned(der.length), der);
  });
  const body = Buffer.concat(parts);
  const password = Buffer.from(TRUST_STORE_PASSWORD, 'utf16le').swap16();
  const digest = createHash('sha1').update(password).update('Mighty Aphrodite').update(body).digest();
  return Buffer.concat([body, digest]);
}

function unsigned(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value) {
  const bytes = Buffer.from(value, 'utf8');
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
