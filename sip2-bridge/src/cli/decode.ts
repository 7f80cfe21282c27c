import { type Charset, Framer } from '../protocol/codec.ts'
import type { Command, Surroundings } from './command.ts'
import { explain } from './explain.ts'
import { charsetOf, readOptions } from './options.ts'

export const DECODE_USAGE = `sip2 decode [text|-] [--charset utf8]
    Explains messages field by field, one a line; from standard input where no text is given.
    Passwords and PINs are hidden; names and numbers of patrons are not.
    --charset   utf8, latin1, cp850, cp437, win1252 or ascii`

export const decode: Command = async (options, surroundings) => {
  const { values, positionals } = readOptions(options, { valued: ['charset'], positionalsMax: 1 })
  const charset = charsetOf(values.charset ?? 'utf8')
  const [text = '-'] = positionals
  const good = text === '-' ? await fromStream(surroundings, charset) : tell(surroundings, charset, text)
  return good ? 0 : 1
}

async function fromStream(surroundings: Surroundings, charset: Charset): Promise<boolean> {
  const framer = new Framer()
  let good = true
  const take = (chunk: Uint8Array) => {
    for (const frame of framer.push(chunk)) good = tell(surroundings, charset, frame) && good
  }
  for await (const chunk of surroundings.stdin) take(chunk)
  take(Buffer.from('\r'))
  if (framer.dropped > 0) surroundings.complain(`${framer.dropped} lines were too long for a SIP2 message`)
  return good && framer.dropped === 0
}

function tell({ out, complain }: Surroundings, charset: Charset, message: Buffer | string): boolean {
  const { good, lines } = explain(Buffer.from(message), charset)
  for (const line of lines.slice(0, -1)) out(line)
  const last = lines.at(-1) ?? ''
  if (good) out(last)
  else complain(last)
  return good
}
