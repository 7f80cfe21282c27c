/** Messages inside lines of logs: behind a time and a level, in quotes, with escaped ends of line. */
import { MESSAGES, type MessageRow } from '../protocol/messages.ts'

export interface Found {
  readonly bytes: Buffer
  /** Characters of the line before the message, since the one before it. */
  readonly before: number
  /** Characters behind the last message of the line; its end of line, blanks and quotes are not counted. */
  readonly after: number
  /** What a log wrote as time before the message. */
  readonly time?: string
}

const DATE = '(?:\\d{8}[ 0-9A-Z]{4}\\d{6}| {18})'
/** By width: what a fixed field looks like, so that a message can be told from the digits of a time or a process. */
const BY_WIDTH: Readonly<Record<number, string>> = { 1: '[YNU01 ]', 2: '[\\d ]{2}', 3: '[\\d ]{3}', 18: DATE }
const BY_NAME: Readonly<Record<string, string>> = {
  currencyCode: '[A-Z ]{3}',
  holdMode: '[-+*]',
  ok: '[01YN]',
  protocolVersion: '\\d\\.[\\dA-Z]{2}',
  pwdAlgorithm: '\\d',
  statusCode: '\\d',
  uidAlgorithm: '\\d',
}

const headOf = ({ code, fixed }: MessageRow): string =>
  code + fixed.map(([name, width]) => BY_NAME[name] ?? BY_WIDTH[width] ?? `[YN\\d ]{${width}}`).join('')

const TRAILER = '(?:AY\\d)?AZ[0-9A-Fa-f]{1,4}'
const FIELD_FOLLOWS = `(?=[A-Z][A-Z0-9][^|]*\\||${TRAILER})`
const LINE_ENDS = '(?=\\s*(?:\\\\|[\'"<\\r\\n]|$))'
const rows: readonly MessageRow[] = Object.values(MESSAGES)
/** A head with a date or a version in it cannot be anything else. */
const TELLING = rows.filter(({ fixed }) => fixed.some(([, width]) => width >= 4)).map(headOf)
const SHORT = rows.filter(({ fixed }) => fixed.every(([, width]) => width < 4)).map(headOf)
const STRICT = `(?:(?:${TELLING.join('|')})|(?:${SHORT.join('|')})${FIELD_FOLLOWS})`
/** Not within a word or a number, unless that is the end of an escape. */
const BEGINS = '(?:(?<![0-9A-Za-z])|(?<=\\\\[rn]|\\\\x0[adAD]))'
/** `941` and `96` alone are told from other numbers by what stands before them. */
const BARE = `(?<=^|[:>\\]'"<] ?)(?:${SHORT.filter((head) => head !== headOf(MESSAGES.login)).join('|')})${LINE_ENDS}`
const IN_LINE = new RegExp(`${BEGINS}${STRICT}|${BARE}`, 'g')
/** In captured packets a message follows a header of any bytes. */
const IN_PACKET = new RegExp(`(?<!\\d)${STRICT}|(?<!\\d)(?:${SHORT.join('|')})$`, 'g')

const WHOLE_TRAILER = new RegExp(`(?:\\||^..)${TRAILER}|^94[01]${TRAILER}|^99.{8}${TRAILER}`)
const ENDS = /\\+r|\\+n|\\x0[adAD]|\\u000[adAD]|<CR>|<LF>|\^M|[\r\n]/
const END_AND_QUOTES = /^(?:\\+r|\\+n|\\x0[adAD]|\\u000[adAD]|<CR>|<LF>|\^M|[\s'"`,;.)\]}])*/
const TIME =
  /\d{4}[-/]\d\d[-/]\d\d[T ,]?\d\d:\d\d:\d\d(?:[.,]\d+)?|[A-Z][a-z]{2} +\d{1,2} \d\d:\d\d:\d\d|\b\d\d:\d\d:\d\d(?:[.,]\d+)?/
const CODES = rows.map(({ code }) => code).join('|')
/** A message whose head is damaged: alone on its line, or where logs put messages. */
const DAMAGED = new RegExp(
  `^(?:${CODES})(?![-/:.]|\\d\\d[-/]\\d\\d)(?:.*(?:\\||AZ[0-9A-Fa-f]{4}\\s*$)|[^\\s:]*\\s*$)|` +
    `(?<=[:>\\]'"<] ?)(?:${CODES})(?=[^\\s:|][^|]*[A-Z][A-Z0-9][^|]*\\|)`,
  's',
)

const CODE_CHARACTERS = 2

/** `line` is Latin-1: one character a byte. The messages found, in order. */
export function findMessages(line: string, packet = false): readonly Found[] {
  const pattern = new RegExp(packet ? IN_PACKET : IN_LINE)
  const starts = [...line.matchAll(pattern)].map(({ index, 0: head }) => ({ index, head: head.length }))
  const damaged = starts.length === 0 ? DAMAGED.exec(line) : null
  if (damaged !== null) starts.push({ index: damaged.index, head: CODE_CHARACTERS })
  const found: Found[] = []
  let at = 0
  for (const { index, head } of starts) {
    // What looks like a message inside the one before is part of a value.
    if (index < at) continue
    const next = starts.find((other) => other.index >= index + head)
    const text = line.slice(index, next?.index)
    const length = lengthOf(text, head)
    const time = TIME.exec(line.slice(at, index))?.[0]
    const before = index - at
    at = index + length
    at += END_AND_QUOTES.exec(line.slice(at))?.[0].length ?? 0
    found.push({ bytes: unescaped(text.slice(0, length)), before, after: 0, ...(time && { time }) })
  }
  const last = found.pop()
  return last === undefined ? [] : [...found, { ...last, after: line.length - at }]
}

function lengthOf(text: string, head: number): number {
  const stop = ENDS.exec(text)?.index ?? -1
  const line = stop < 0 ? text : text.slice(0, stop)
  const trailer = WHOLE_TRAILER.exec(line)
  if (trailer !== null) return trailer.index + trailer[0].length
  if (stop >= 0) return stop
  const pipe = line.lastIndexOf('|')
  return pipe >= 0 ? pipe + 1 : Math.min(head, line.length)
}

/** Escapes of Perl, Python, C and JSON, where the log has any. */
function unescaped(text: string): Buffer {
  const plain = text.replaceAll(
    /\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})|\\(['"\\])/g,
    (_, byte, unit, sign) => {
      if (byte !== undefined) return String.fromCharCode(Number.parseInt(byte, 16))
      if (unit !== undefined)
        return Buffer.from(String.fromCharCode(Number.parseInt(unit, 16))).toString('latin1')
      return sign
    },
  )
  return Buffer.from(plain, 'latin1')
}
