/**
 * Every datum of the demo library's patrons, and where it stands in a text. What is searched for comes from the library's
 * own data, with a rule for each of its fields: a field that is added does not compile until somebody has given it one.
 *
 * Numbers of eight digits and more are found anywhere, also with blanks or hyphens in them. Names are found as whole words
 * of three letters and more, whatever their case. What is shorter (a PIN, a sum) is found as a word of its own in what
 * programs write as text: ids drawn by lot, JSON's and Prometheus' bare numbers, numbers with a unit, and parts of
 * addresses, times and versions are not taken for it. An initial and an age are too short to be told from anything else.
 */
import { type DemoPatron, demoItems, demoPatrons } from 'sip2/simulator'

export interface Datum {
  /** 'name of 21173…': for whoever reads what the test found. */
  readonly what: string
  readonly kind: 'number' | 'word' | 'short'
  readonly text: string
}

const NAME_MIN_LETTERS = 3
/** Behind the digits of the card and of the institution: what some library systems call a patron by. */
const OTHER_NUMBER_FROM = 5

type Found = readonly (readonly [what: string, kind: Datum['kind'], text: string])[]
const sum = (minor: number) => (minor / 100).toFixed(2)

const FIELDS: { readonly [K in keyof DemoPatron]: (of: DemoPatron[K]) => Found } = {
  patronId: (id) => [
    ['card number', 'number', id],
    ['other number', 'number', id.slice(OTHER_NUMBER_FROM)],
  ],
  name: (name) =>
    name
      .split(/[^\p{L}\p{M}]+/u)
      .filter((part) => part.length >= NAME_MIN_LETTERS)
      .map((part) => ['name', 'word', part]),
  contact: ({ address, email, phone }) => [
    // The town is the library's own.
    ['address', 'word', address.split(', ')[0] ?? address],
    ['mail address', 'word', email],
    // As it is dialled within the country, and so at the end of every other form.
    ['telephone number', 'number', phone.replace(/^\+\d\d/, '').replaceAll(' ', '')],
  ],
  pin: (pin) => (pin === null ? [] : [['PIN', 'short', pin]]),
  owesMinor: (fees) => [
    ...fees.map((minor) => ['fee', 'short', sum(minor)] as const),
    ...(fees.length > 1 ? [['fees', 'short', sum(fees.reduce((all, one) => all + one, 0))] as const] : []),
  ],
  // What the bench says of the card, and what a kiosk counts and says of many.
  shows: () => [],
  category: () => [],
  limit: () => [],
  blocked: () => [],
  cardLost: () => [],
  expired: () => [],
}

function dataOf(patron: DemoPatron): readonly Datum[] {
  const of = <K extends keyof DemoPatron>(field: K) => FIELDS[field](patron[field])
  return (Object.keys(FIELDS) as (keyof DemoPatron)[])
    .flatMap(of)
    .map(([what, kind, text]) => ({ what: `${what} of ${patron.patronId}`, kind, text }))
}

export const patronData: readonly Datum[] = demoPatrons.flatMap(dataOf)

/** Titles, authors and numbers of items may be told; a name may be part of them. */
const ITEM_TEXTS = demoItems
  .flatMap(({ author, itemId, title }) => [title, author, itemId])
  .toSorted((a, b) => b.length - a.length)
  .map(folded)

const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
const JSON_NUMBER = /(?<=[:[,]\s*)-?\d+(?:\.\d+)?(?:e[-+]?\d+)?(?=\s*[,}\]])/g
const PROMETHEUS_VALUE = /(?<=^[a-z_]+(?:\{.*\})? )[-+\d.e]+$/gm

/** All that stands in it, each once. */
export function findPatronData(text: string): readonly Datum[] {
  const whole = ITEM_TEXTS.reduce(
    (left, item) => left.replaceAll(item, ' '),
    folded(`${text}\n${readable(text)}`),
  )
  const digits = whole.replaceAll(/(?<=\d)[ -](?=\d)/g, '')
  const short = whole.replaceAll(UUID, ' ').replaceAll(JSON_NUMBER, ' ').replaceAll(PROMETHEUS_VALUE, ' ')
  const places = { number: digits, word: whole, short }
  return patronData.filter(({ kind, text: one }) => PATTERN[kind](one).test(places[kind]))
}

const escaped = (text: string) => folded(text).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
const PATTERN = {
  // What is no card number itself may be a piece of an item's or of a time.
  number: (text: string) => cached(text.length > 9 ? escaped(text) : `(?<!\\d)${escaped(text)}(?!\\d)`),
  word: (text: string) => cached(`(?<![\\p{L}\\p{N}])${escaped(text)}(?![\\p{L}\\p{N}])`),
  short: (text: string) =>
    cached(
      `(?<![\\p{L}\\p{N}]|\\d[.:,-])${escaped(text)}(?![\\p{L}\\p{N}]|[.:,-]\\d| ?(?:ms|s|mm|bytes|%)(?![\\p{L}\\p{N}]))`,
    ),
}
const patterns = new Map<string, RegExp>()
function cached(source: string): RegExp {
  const pattern = patterns.get(source) ?? new RegExp(source, 'u')
  patterns.set(source, pattern)
  return pattern
}

function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}

/** As a person would read it: without JSON's, a mail's and an address' way to write what is not ASCII. */
function readable(text: string): string {
  return text
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, way: string, words: string) =>
      way.toLowerCase() === 'b'
        ? Buffer.from(words, 'base64').toString()
        : bytes(words.replaceAll('_', ' '), /=([0-9a-f]{2})/gi),
    )
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/(?:=[0-9A-F]{2})+/g, (coded) => bytes(coded, /=([0-9A-F]{2})/g))
    .replaceAll(/(?:%[0-9a-f]{2})+/gi, (coded) => bytes(coded, /%([0-9a-f]{2})/gi))
    .replaceAll(/\\u([0-9a-f]{4})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}

/** Of a text in which some bytes are written as digits. */
function bytes(text: string, coded: RegExp): string {
  const latin = text.replaceAll(coded, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(latin, 'latin1').toString()
}
