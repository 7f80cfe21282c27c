/** The URL that names a device, taken apart and checked. */
import { isIP } from 'node:net'

export interface TcpPlace {
  readonly scheme: 'tcp'
  readonly host: string
  readonly port: number
}
/** We listen, and the device connects. */
export interface TcpListenPlace {
  readonly scheme: 'tcp-listen'
  /** Address of this machine to listen at; 0.0.0.0 or :: for all of them. */
  readonly host: string
  readonly port: number
  /** Only a device at this address; null for any. */
  readonly from: string | null
}
export type Parity = 'none' | 'even' | 'odd'
export interface SerialPlace {
  readonly scheme: 'serial'
  readonly path: string
  readonly baud: number
  readonly parity: Parity
  readonly dataBits: 7 | 8
  readonly stopBits: 1 | 2
}
export interface FilePlace {
  readonly scheme: 'file'
  readonly path: string
}
/** A socket of this machine's file system, as services have. */
export interface UnixPlace {
  readonly scheme: 'unix'
  readonly path: string
}
export interface HidPlace {
  readonly scheme: 'hid'
  readonly vendorId: number
  readonly productId: number
  readonly serialNumber: string | null
}
export type Place = TcpPlace | TcpListenPlace | SerialPlace | FilePlace | UnixPlace | HidPlace

const BAUD_MINIMUM = 110
const BAUD_MAXIMUM = 4_000_000

/** Throws RangeError that says what is wrong. */
export function parsePlace(url: string): Place {
  const split = /^(tcp|tcp-listen|serial|file|unix|hid):\/\/([^?#]*)(?:\?([^#]*))?$/.exec(url)
  if (split === null)
    throw new RangeError(`not a device URL (tcp, tcp-listen, serial, file, unix or hid): ${url}`)
  const [, scheme, place = '', queryText = ''] = split
  const query = new Query(url, queryText)
  const parsed: Place =
    scheme === 'tcp'
      ? tcp(url, place)
      : scheme === 'tcp-listen'
        ? tcpListen(url, place, query)
        : scheme === 'serial'
          ? serial(url, place, query)
          : scheme === 'file' || scheme === 'unix'
            ? { scheme, path: path(url, place) }
            : hid(url, place, query)
  query.refuseRest()
  return parsed
}

class Query {
  readonly #url: string
  readonly #pairs: URLSearchParams
  constructor(url: string, text: string) {
    this.#url = url
    this.#pairs = new URLSearchParams(text)
  }
  take(name: string): string | null {
    const value = this.#pairs.get(name)
    this.#pairs.delete(name)
    return value
  }
  oneOf<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.take(name) ?? fallback
    const choice = choices.find((c) => c === value)
    if (choice === undefined) {
      throw new RangeError(`${name} must be ${choices.join(' or ')}, not '${value}': ${this.#url}`)
    }
    return choice
  }
  refuseRest(): void {
    const rest = [...this.#pairs.keys()][0]
    if (rest !== undefined) throw new RangeError(`unknown option '${rest}': ${this.#url}`)
  }
}

function tcp(url: string, place: string): TcpPlace {
  const split = /^(\[[0-9a-fA-F:.]+\]|[^:/[\]@\s]+):(\d{1,5})\/?$/.exec(place)
  const port = Number(split?.[2])
  if (split?.[1] === undefined)
    throw new RangeError(`host and port expected, as in tcp://10.0.0.7:10001: ${url}`)
  if (port < 1 || port > 65_535) throw new RangeError(`port must be 1 to 65535: ${url}`)
  return { scheme: 'tcp', host: split[1].replace(/^\[|\]$/g, ''), port }
}

function tcpListen(url: string, place: string, query: Query): TcpListenPlace {
  const { host, port } = tcp(url, place)
  if (isIP(host) === 0)
    throw new RangeError(`an address of this machine expected, as in tcp-listen://0.0.0.0:20001: ${url}`)
  const from = query.take('from')
  if (from !== null && isIP(from) === 0) throw new RangeError(`from must be an IP address: ${url}`)
  return { scheme: 'tcp-listen', host, port, from }
}

function path(url: string, place: string): string {
  let decoded: string
  try {
    decoded = decodeURIComponent(place)
  } catch {
    throw new RangeError(`a stray % in the path: ${url}`)
  }
  if (!decoded.startsWith('/') || decoded.length < 2 || decoded.includes('\0')) {
    throw new RangeError(`an absolute path expected after three slashes: ${url}`)
  }
  return decoded
}

function serial(url: string, place: string, query: Query): SerialPlace {
  const baudText = query.take('baud') ?? '9600'
  const baud = /^\d{3,7}$/.test(baudText) ? Number(baudText) : 0
  if (baud < BAUD_MINIMUM || baud > BAUD_MAXIMUM) {
    throw new RangeError(`baud must be ${BAUD_MINIMUM} to ${BAUD_MAXIMUM}, not '${baudText}': ${url}`)
  }
  return {
    scheme: 'serial',
    path: path(url, place),
    baud,
    parity: query.oneOf('parity', ['none', 'even', 'odd'], 'none'),
    dataBits: query.oneOf('dataBits', ['7', '8'], '8') === '7' ? 7 : 8,
    stopBits: query.oneOf('stopBits', ['1', '2'], '1') === '2' ? 2 : 1,
  }
}

function hid(url: string, place: string, query: Query): HidPlace {
  const ids = /^([0-9a-fA-F]{4}):([0-9a-fA-F]{4})\/?$/.exec(place)
  if (ids === null) {
    throw new RangeError(`vendor and product as four hex digits each expected, as in hid://0c2e:0b61: ${url}`)
  }
  return {
    scheme: 'hid',
    vendorId: Number.parseInt(ids[1] ?? '', 16),
    productId: Number.parseInt(ids[2] ?? '', 16),
    serialNumber: query.take('serial'),
  }
}
