/** What other implementations read, built and answered (`sip2-bridge/fixtures/peers/`). */
import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('../../sip2-bridge/fixtures/peers/', import.meta.url)

/** Fixed fields in order; fields with identifiers, sorted, without the trailer's. */
export interface Reading {
  readonly fixed: readonly string[]
  readonly fields: readonly (readonly [id: string, value: string])[]
}

/** Peers that read the same stand in one reading. */
export interface ReadMessage {
  readonly message: string
  readonly readings: readonly (Reading & { readonly by: readonly string[] })[]
}

export interface TypedReading {
  readonly by: string
  readonly message: string
  /** By this project's names of fields, in the peer's own types; absent where it refused the message. */
  readonly values?: Readonly<Record<string, unknown>>
}

export interface BuiltMessage {
  readonly by: string
  readonly message: string
  /** What the peer was asked to say. */
  readonly said: readonly (readonly [id: string, value: string])[]
  readonly fixed?: readonly string[]
}

export interface Exchange {
  readonly request: string
  readonly answer: string
}

const textOf = (file: string): string => readFileSync(new URL(file, FOLDER), 'utf8')

export const rows = <Row>(file: string): readonly Row[] =>
  textOf(file)
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Row => JSON.parse(line))

export const transcripts = (prefix: string): readonly string[] =>
  readdirSync(FOLDER).filter((name) => name.startsWith(prefix) && name.endsWith('.txt'))

/** Without ends of line; an answer that never came is `<EOF>` or `<NOTHING>`. */
export function exchanges(file: string): readonly Exchange[] {
  const lines = textOf(file)
    .split('\n')
    .filter((line) => /^[<>] /.test(line))
  return lines.flatMap((line, index) =>
    line.startsWith('> ') ? [{ request: plain(line), answer: plain(lines[index + 1] ?? '') }] : [],
  )
}

function plain(line: string): string {
  const text = line
    .slice(2)
    .replace(/ {3}\[\d+ ms\]$/, '')
    .replaceAll(/\\[rn]/g, '')
    .replaceAll(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(text, 'latin1').toString('utf8')
}
