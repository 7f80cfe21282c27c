/**
 * Character sets. SIP2 names code page 850 as its default and negotiates nothing, so both sides must be told
 * (SIP2 2.00, "Character set"); what servers send is in `dialects/`.
 */
import iconv from 'iconv-lite'

export const CHARSETS = ['utf8', 'latin1', 'cp850', 'cp437', 'win1252', 'ascii'] as const
export type Charset = (typeof CHARSETS)[number]

export function decode(bytes: Buffer, charset: Charset): string {
  if (charset === 'utf8') return bytes.toString('utf8')
  return charset === 'latin1' ? bytes.toString('latin1') : iconv.decode(bytes, charset)
}

/** Letters the character set lacks lose their marks first, and become '?' only then. */
export function encode(text: string, charset: Charset): Buffer {
  if (charset === 'utf8') return Buffer.from(text, 'utf8')
  let safe = ''
  for (const letter of text.normalize('NFC')) {
    safe += letter.charCodeAt(0) < 128 || survives(letter, charset) ? letter : plain(letter)
  }
  return iconv.encode(safe, charset)
}

const survives = (letter: string, charset: Charset): boolean =>
  iconv.decode(iconv.encode(letter, charset), charset) === letter

const plain = (letter: string): string => {
  const bare = letter.normalize('NFD').replaceAll(/\p{M}/gu, '')
  return /^[\u0020-\u007e]+$/.test(bare) ? bare : '?'
}
