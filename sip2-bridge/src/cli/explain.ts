/** A message, field by field, in words for a terminal. */
import type { FaultKind } from '../protocol/codec.ts'
import { type DescribedField, type DescribeOptions, type Description, describe } from './describe.ts'

export interface Explanation {
  /** False for what is no message, and for one whose checksum does not fit. */
  readonly good: boolean
  readonly lines: readonly string[]
}

const FAULT: Readonly<Record<FaultKind, string>> = {
  empty: 'an empty line',
  notAMessage: 'no SIP2 message: it does not begin with two digits',
  unknownMessage: 'no SIP2 message: 2.00 has none of this number',
  badChecksum: 'its checksum does not fit',
  tooLong: 'too long for a SIP2 message',
}

/** Takes one message, with or without its end of line. A line that is none is not repeated: it may hold anything. */
export const explain = (bytes: Buffer, options: DescribeOptions): Explanation =>
  inLines(describe(bytes, options))

export function inLines({ good, fault, message, checksum }: Description): Explanation {
  if (message === null) return { good, lines: [FAULT[fault ?? 'notAMessage']] }
  const trailer =
    typeof checksum === 'object'
      ? `  AZ  checksum ${checksum.says} does not fit: these bytes give ${checksum.gives}; a wrong character set, perhaps`
      : checksum === 'none'
        ? '      no checksum'
        : message.sequence === null
          ? '  AZ  checksum fits'
          : `  AY  number ${message.sequence}; AZ checksum fits`
  return { good, lines: [`${message.code}  ${inWords(message.name)}`, ...message.fields.map(line), trailer] }
}

function line({ id, name, value, meaning }: DescribedField): string {
  const shown = value === null ? '(hidden)' : value === '' ? '(empty)' : plain(value)
  const label = inWords(name).padEnd(LABEL_CHARACTERS)
  return `  ${(id ?? '').padEnd(2)}  ${label}  ${shown}${meaning === undefined ? '' : `  = ${meaning}`}`
}
const LABEL_CHARACTERS = 24

/** Blanks that count are seen; what would move the cursor is not sent to a terminal. */
const plain = (value: string): string => {
  const visible = value.replaceAll(/\p{Cc}/gu, '?')
  return visible === visible.trim() ? visible : `'${visible}'`
}

/** 'holdQueueLength' as 'hold queue length'. */
export const inWords = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter, at: number) =>
    name[at - 1] === ' ' ? letter : ` ${letter.toLowerCase()}`,
  )
