/** Why there is no connection, in words for whoever sets the kiosk up. */

const UNKNOWN_AUTHORITY = 'the certificate of the server is from an unknown authority'
const WANTS_OURS = 'the server refused TLS: does it want a certificate from the kiosk?'
const REFUSES_OURS = 'the server does not accept the certificate of the kiosk'

/** Codes of Node and OpenSSL (Node, "Errors"; OpenSSL, "SSL alert descriptions" and X509_STORE_CTX_get_error). */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens on this port of the server',
  ENOTFOUND: 'no server has this name',
  EAI_AGAIN: 'the name of the server cannot be looked up now',
  EHOSTUNREACH: 'no way leads to the server',
  ENETUNREACH: 'no way leads to the server',
  ETIMEDOUT: 'the server does not answer',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  CERT_NOT_YET_VALID: 'the certificate of the server is not valid yet: is the clock of the kiosk right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the server signed its certificate itself: pin it, or trust it as authority',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  CERT_SIGNATURE_FAILURE: UNKNOWN_AUTHORITY,
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not speak TLS on this port',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the server does not speak TLS on this port',
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the server speaks only versions of TLS that are too old',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'the server speaks only other versions of TLS',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'the server wants a certificate from the kiosk',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: WANTS_OURS,
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': WANTS_OURS,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: REFUSES_OURS,
  ERR_SSL_TLS_ALERT_UNKNOWN_CA: REFUSES_OURS,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: REFUSES_OURS,
  'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE': REFUSES_OURS,
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'the key of the kiosk does not belong to its certificate',
  ERR_OSSL_PEM_NO_START_LINE: 'a certificate or key in the settings is no PEM',
}

/** In the middle of the handshake nothing more is known. */
const CUT_HANDSHAKE =
  'the server closed the connection during the TLS handshake: does it speak TLS on this port, and does it know the certificate of the kiosk?'

/** `handshake`: TLS was asked for and not yet there. */
export function reasonFor(error: unknown, handshake: boolean): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (handshake && code === 'ECONNRESET') return CUT_HANDSHAKE
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error))
}

/** A TLS alert or handshake record (RFC 8446, 5.1: type 21 or 22, then the legacy version, 3 and its minor number). */
export const isTlsRecord = (bytes: Buffer): boolean =>
  bytes.length >= 2 && (bytes[0] === 21 || bytes[0] === 22) && bytes[1] === 3
