/** Where a tool connects to, from the command line. */
import { readFileSync } from 'node:fs'
import { UsageError } from '../command.ts'
import { wholeNumber } from '../options.ts'

export interface Target {
  readonly host: string
  readonly port: number
}

export interface TlsFiles {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}

const PORT_MAX = 65_535

/** `library.example:6001`, `10.0.0.7:6001` or `[2001:db8::7]:6001`. Throws UsageError. */
export function targetOf(text: string | undefined): Target {
  const [, bracketed, plain, port = ''] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(text ?? '') ?? []
  const host = bracketed ?? plain
  if (host === undefined) throw new UsageError('where to? host:port')
  return { host, port: wholeNumber('port', port, PORT_MAX) }
}

/** Null for plain TCP. Throws UsageError where a file cannot be read, or a certificate comes without its key. */
export function tlsOf(values: {
  readonly tls?: boolean
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
}): TlsFiles | null {
  const { ca, cert, key } = values
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key go together')
  if (values.tls !== true) {
    if (ca !== undefined || cert !== undefined) throw new UsageError('--ca and --cert go with --tls')
    return null
  }
  return {
    ...(ca !== undefined && { ca: fileOf('ca', ca) }),
    ...(cert !== undefined && { cert: fileOf('cert', cert) }),
    ...(key !== undefined && { key: fileOf('key', key) }),
  }
}

export function fileOf(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`--${option}: ${error instanceof Error ? error.message : error}`)
  }
}
