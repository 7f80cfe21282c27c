/** From the settings of the library system to what its connection takes; certificates are read from their files. */
import { readFileSync } from 'node:fs'
import type { CirculationOptions } from 'sip2/circulation'
import type { IlsSettings } from './config/ils-settings.ts'

const SECOND = 1_000

/** Throws with a reason for the installer where a file cannot be read, or a certificate comes without its key. */
export function circulationOptions(ils: IlsSettings): CirculationOptions {
  const {
    user,
    password = '',
    location,
    timeoutSeconds,
    encoding,
    silenceSeconds,
    connections,
    ...rest
  } = ils
  const { tls, telnet, ...named } = rest
  return {
    ...named,
    charset: encoding,
    timeoutMilliseconds: timeoutSeconds * SECOND,
    silenceMilliseconds: silenceSeconds * SECOND,
    connectionsMax: connections,
    ...(user === undefined ? {} : { login: { user, password, location } }),
    ...(tls === undefined ? {} : { tls: tlsOptions(tls) }),
    ...(telnet === undefined ? {} : { telnet: telnetOptions(telnet) }),
  }
}

function tlsOptions(tls: NonNullable<IlsSettings['tls']>): NonNullable<CirculationOptions['tls']> {
  const { ca, certificate, key, fingerprint, serverName } = tls
  if ((certificate === undefined) !== (key === undefined)) {
    throw new Error('ils.tls: certificate and key belong together; one of them is missing')
  }
  return {
    ca: ca === undefined ? undefined : pem('ca', ca),
    fingerprint,
    serverName,
    client:
      certificate === undefined || key === undefined
        ? undefined
        : { cert: pem('certificate', certificate), key: pem('key', key) },
  }
}

function pem(name: string, file: string): string {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    throw new Error(`ils.tls.${name}: ${file} cannot be read (${code})`)
  }
  if (!text.includes('-----BEGIN ')) throw new Error(`ils.tls.${name}: ${file} is no PEM file`)
  return text
}

function telnetOptions(
  telnet: NonNullable<IlsSettings['telnet']>,
): NonNullable<CirculationOptions['telnet']> {
  const { userPrompt, user, passwordPrompt, password } = telnet
  return {
    steps: [
      { expect: userPrompt, send: user },
      { expect: passwordPrompt, send: password },
    ],
  }
}
