/** A transcript as questions and what was answered to them, to be found again by another client's question. */
import { checksum, findTrailer } from '../protocol/checksum.ts'
import { MESSAGES, type MessageRow } from '../protocol/messages.ts'
import { TOKEN } from './mask.ts'
import type { TranscriptEntry } from './transcript.ts'

const DATE_CHARACTERS = 18
const rows: readonly MessageRow[] = Object.values(MESSAGES)
/** Where dates stand in the fixed part of each message. */
const DATES = new Map(
  rows.map(({ code, fixed }) => {
    let at = 2
    const places = fixed.flatMap(([, width]) => {
      at += width
      return width === DATE_CHARACTERS ? [at - width] : []
    })
    return [code, places]
  }),
)

/** A request without what differs each time: dates, sequence, checksum, end of line. */
export function essence(bytes: Uint8Array): string {
  const line = Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(/[\r\n]/g, '')
  let text = line.slice(0, findTrailer(line)?.start ?? line.length)
  for (const at of DATES.get(text.slice(0, 2)) ?? []) {
    if (text.length >= at + DATE_CHARACTERS)
      text = text.slice(0, at) + ' '.repeat(DATE_CHARACTERS) + text.slice(at + DATE_CHARACTERS)
  }
  return text
}

interface Exchange {
  readonly asked: RegExp
  /** The tokens in the request, in order. */
  readonly tokens: readonly string[]
  readonly answers: readonly Uint8Array[]
  used: boolean
}

/** Finds the recorded answers to requests; of several that fit, each is given once in order, and the last again. */
export class Exchanges {
  readonly #exchanges: readonly Exchange[]
  /** What tokens stand for, as soon as a client has said it. */
  readonly #values = new Map<string, string>()
  readonly #tokens = new Map<string, string>()
  /** What the server said before the first request. */
  readonly greeting: readonly Uint8Array[]

  constructor(entries: readonly TranscriptEntry[]) {
    const open = new Map<number, { request: Uint8Array; answers: Uint8Array[] }>()
    const all: { request: Uint8Array; answers: Uint8Array[] }[] = []
    const greeting: Uint8Array[] = []
    for (const entry of entries) {
      if (entry.kind === 'toServer') {
        const exchange = { request: entry.bytes, answers: [] }
        open.set(entry.connection, exchange)
        all.push(exchange)
      } else if (entry.kind === 'toClient') {
        const current = open.get(entry.connection)
        if (current !== undefined) current.answers.push(entry.bytes)
        else if (entry.connection === 1) greeting.push(entry.bytes)
      }
    }
    this.greeting = greeting
    this.#exchanges = all.map(({ request, answers }) => ({
      ...patternOf(essence(request)),
      answers,
      used: false,
    }))
  }

  /** Undefined where nothing fits. The answers carry the request's own sequence and values. */
  answersTo(request: Buffer): readonly Buffer[] | undefined {
    const text = essence(request)
    const fits = this.#exchanges.filter((exchange) => this.#matches(exchange, text) !== null)
    const exchange = fits.find(({ used }) => !used) ?? fits.at(-1)
    if (exchange === undefined) return undefined
    exchange.used = true
    for (const [token, value] of this.#matches(exchange, text) ?? []) {
      this.#values.set(token, value)
      this.#tokens.set(value, token)
    }
    return exchange.answers.map((bytes) => this.#asAnswer(bytes, request))
  }

  /** What each token would stand for; null where the request is another, or a token stands for something else. */
  #matches({ asked, tokens }: Exchange, text: string): readonly (readonly [string, string])[] | null {
    const match = asked.exec(text)
    if (match === null) return null
    const numbered = tokens
      .map((token, index) => [token, match[index + 1] ?? ''] as const)
      .filter(([token]) => /\d/.test(token))
    const contradicts = numbered.some(
      ([token, value]) =>
        (this.#values.get(token) ?? value) !== value || (this.#tokens.get(value) ?? token) !== token,
    )
    return contradicts ? null : numbered
  }

  #asAnswer(bytes: Uint8Array, request: Buffer): Buffer {
    const text = Buffer.from(bytes)
      .toString('latin1')
      .replaceAll(TOKEN, (token) => this.#values.get(token) ?? token)
    const [, line = '', end = ''] = /^(.*?)([\r\n]*)$/s.exec(text) ?? []
    const trailer = findTrailer(line)
    if (trailer === null) return Buffer.from(text, 'latin1')
    const asked = findTrailer(request.toString('latin1').replaceAll(/[\r\n]/g, ''))
    const body = line.slice(0, trailer.start)
    if (asked === null) return Buffer.from(body + end, 'latin1')
    const number = trailer.sequence === null ? '' : `AY${asked.sequence ?? trailer.sequence}`
    const covered = `${body}${number}AZ`
    return Buffer.from(covered + checksum(Buffer.from(covered, 'latin1')) + end, 'latin1')
  }
}

function patternOf(text: string): { readonly asked: RegExp; readonly tokens: readonly string[] } {
  const tokens = text.match(TOKEN) ?? []
  const parts = text.split(TOKEN).map((part) => RegExp.escape(part))
  const pattern = parts.map((part, index) => part + (index < tokens.length ? groupOf(tokens[index]) : ''))
  return { asked: new RegExp(`^${pattern.join('')}$`, 's'), tokens }
}

const groupOf = (token: string | undefined): string => (token === '{text}' ? '(.*)' : '([^|]*)')
