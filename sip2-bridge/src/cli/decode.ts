import { Framer } from '../protocol/codec.ts'
import { type Command, type Surroundings, UsageError } from './command.ts'
import { type DescribeOptions, type Description, describe } from './describe.ts'
import { inLines } from './explain.ts'
import { EXTENSION_FIELDS } from './extension-fields.ts'
import { type Found, findMessages } from './find-message.ts'
import { DumpBlock } from './hexdump.ts'
import { charsetOf, readOptions } from './options.ts'

const DIALECTS = Object.keys(EXTENSION_FIELDS)

export const DECODE_USAGE = `sip2 decode [text|-] [--charset utf8] [--dialect name] [--mask] [--json]
    Explains messages field by field; from standard input where no text is given. Lines of logs, transcripts
    and hexdumps will do: the messages in them are found, and what is left out is told.
    Passwords and PINs are always hidden.
    --mask      hides names, numbers, addresses, titles, lists and free text too: what it prints can be shared
    --json      one JSON object a message
    --dialect   names the fields that ${DIALECTS.slice(0, -1).join(', ')} or ${DIALECTS.at(-1)} add
    --charset   utf8, latin1, cp850, cp437, win1252 or ascii`

interface DecodeOptions extends DescribeOptions {
  readonly json: boolean
}

export const decode: Command = async (options, surroundings) => {
  const { values, positionals } = readOptions(options, {
    valued: ['charset', 'dialect'],
    switches: ['mask', 'json'],
    positionalsMax: 1,
  })
  const { dialect } = values
  if (dialect !== undefined && !Object.hasOwn(EXTENSION_FIELDS, dialect))
    throw new UsageError(`--dialect takes one of ${DIALECTS.join(', ')}`)
  const decoder = new Decoder(surroundings, {
    charset: charsetOf(values.charset ?? 'utf8'),
    mask: values.mask === true,
    json: values.json === true,
    dialect,
  })
  const [text = '-'] = positionals
  if (text === '-') await fromStream(surroundings, decoder)
  else for (const line of text.split(/[\r\n]+/)) decoder.line(Buffer.from(line).toString('latin1'))
  return decoder.end() ? 0 : 1
}

async function fromStream({ stdin, complain }: Surroundings, decoder: Decoder): Promise<void> {
  const framer = new Framer()
  const take = (chunk: Uint8Array) => {
    for (const frame of framer.push(chunk)) decoder.line(frame.toString('latin1'))
  }
  for await (const chunk of stdin) take(chunk)
  take(Buffer.from('\r'))
  if (framer.dropped === 0) return
  decoder.good = false
  complain(`${framer.dropped} lines were too long for a SIP2 message`)
}

class Decoder {
  good = true
  readonly #surroundings: Surroundings
  readonly #options: DecodeOptions
  readonly #dump = new DumpBlock()
  #found = 0
  #without = 0
  /** What the line without a message was instead. */
  #fault = ''

  constructor(surroundings: Surroundings, options: DecodeOptions) {
    this.#surroundings = surroundings
    this.#options = options
  }

  /** One line, a character a byte. */
  line(text: string): void {
    if (this.#dump.line(text, (block) => this.#block(block))) return
    const found = findMessages(text)
    for (const one of found) this.#tell(one)
    if (found.length > 0 || text.trim() === '') return
    this.#without++
    this.#fault = inLines(describe(Buffer.from(text, 'latin1'), this.#options)).lines.join(' ')
  }

  /** True when there were messages, and every one was good. */
  end(): boolean {
    this.#dump.end((block) => this.#block(block))
    const { complain } = this.#surroundings
    if (this.#found === 0) {
      complain(this.#without === 1 ? this.#fault : 'no SIP2 message found')
    } else if (this.#without > 0) {
      complain(`left out: ${this.#without} ${this.#without === 1 ? 'line' : 'lines'} without a SIP2 message`)
    }
    return this.good && this.#found > 0
  }

  #block(block: Buffer): void {
    let any = false
    for (const piece of block.toString('latin1').split(/[\r\n]+/)) {
      for (const found of findMessages(piece, true)) {
        any = true
        this.#tell(found)
      }
    }
    if (!any) this.#without++
  }

  #tell(found: Found): void {
    this.#found++
    const description = describe(found.bytes, this.#options)
    if (!description.good) this.good = false
    if (this.#options.json) this.#surroundings.out(JSON.stringify(asJson(description, found)))
    else this.#print(description, found)
  }

  #print(description: Description, found: Found): void {
    const { out, complain } = this.#surroundings
    const { good, lines } = inLines(description)
    for (const line of lines.slice(0, -1)) out(line)
    const last = lines.at(-1) ?? ''
    if (good) out(last)
    else complain(last)
    const { before, after, time } = found
    if (before + after === 0) return
    const parts = [
      ...(before > 0 ? [`${before} before it`] : []),
      ...(after > 0 ? [`${after} behind it`] : []),
    ]
    const when = time === undefined ? '' : `; logged ${time}`
    out(`      left out: characters of the line, ${parts.join(', ')}${when}`)
  }
}

function asJson({ good, fault, message, checksum }: Description, { before, after, time }: Found): object {
  return {
    ...(time !== undefined && { time }),
    good,
    ...(fault !== null && { fault }),
    code: message?.code ?? null,
    name: message?.name ?? null,
    sequence: message?.sequence ?? null,
    checksum,
    fields: (message?.fields ?? []).map(({ id, name, value, meaning }) => ({
      ...(id !== null && { id }),
      name,
      ...(value === null ? { hidden: true } : { value }),
      ...(meaning !== undefined && { meaning }),
    })),
    leftOut: { before, after },
  }
}
