import { encode } from '../../protocol/charset.ts'
import { checksum, findTrailer } from '../../protocol/checksum.ts'
import type { Charset } from '../../protocol/codec.ts'
import { MESSAGES } from '../../protocol/messages.ts'
import { type Command, type Surroundings, UsageError } from '../command.ts'
import { charsetOf, readOptions, wholeNumber } from '../options.ts'
import { RawSocket } from '../wire/raw-socket.ts'
import { secretOf } from '../wire/secret.ts'
import { fileOf, targetOf, tlsOf } from '../wire/target.ts'
import { build, draftsOf, isName } from './compose.ts'
import { Talk } from './talk.ts'

export const SEND_USAGE = `sip2 send host:port message… [--login user] [--location code] [--password-file file]
          [--tls [--ca file] [--cert file --key file]] [--charset utf8] [--crlf]
          [--no-checksums] [--raw] [--mask] [--timeout 10]
    Sends messages and shows both sides, field by field. A message is a text such as '9900802.00', or a name and
    fields: patronInformation patronId=21234 summary='  Y       '. Dates are now; number and checksum are added.
    Secrets are named by where they are: patronPassword=env:PIN or patronPassword=file:pin.txt.
    --login          logs in first; the password is in SIP2_PASSWORD, in a file, or asked for
    --raw            texts are sent as they are: no number, no checksum, no login
    --mask           hides patron data too
    --timeout        seconds to wait for each answer`

const TIMEOUT_SECONDS = '10'
const TIMEOUT_MAX_SECONDS = 600
const CONNECT_MILLISECONDS = 10_000

interface Outgoing {
  readonly charset: Charset
  readonly crlf: boolean
  readonly checksums: boolean
  readonly raw: boolean
}

export const send: Command = async (options, surroundings) => {
  const { values, positionals } = readOptions(options, {
    valued: ['login', 'location', 'password-file', 'ca', 'cert', 'key', 'charset', 'timeout'],
    switches: ['tls', 'crlf', 'no-checksums', 'raw', 'mask'],
    positionalsMax: WORDS_MAX,
  })
  const [place, ...words] = positionals
  const target = targetOf(place)
  const tls = tlsOf(values)
  const charset = charsetOf(values.charset ?? 'utf8')
  const outgoing: Outgoing = {
    charset,
    crlf: values.crlf === true,
    checksums: values['no-checksums'] !== true,
    raw: values.raw === true,
  }
  if (words.length === 0) throw new UsageError('which message?')
  const login = values.login === undefined ? [] : [await loginOf(values.login, values, surroundings)]
  const messages = [...login, ...messagesOf(words, surroundings)].map((message, index) =>
    message(outgoing, index),
  )
  const timeoutMilliseconds =
    1000 * wholeNumber('timeout', values.timeout ?? TIMEOUT_SECONDS, TIMEOUT_MAX_SECONDS)
  const socket = await RawSocket.open(target, {
    tls,
    timeoutMilliseconds: CONNECT_MILLISECONDS,
    clock: surroundings.clock,
  })
  const talk = new Talk(socket, surroundings, { charset, mask: values.mask === true })
  try {
    for (const message of messages) if (!(await talk.ask(message, timeoutMilliseconds))) return 1
    return 0
  } finally {
    socket.close()
  }
}
const WORDS_MAX = 500

type Message = (outgoing: Outgoing, index: number) => Buffer

async function loginOf(
  user: string,
  values: { readonly location?: string; readonly 'password-file'?: string },
  surroundings: Surroundings,
): Promise<Message> {
  const { location, 'password-file': file } = values
  const password = await secretOf(surroundings, {
    name: 'Password',
    variable: 'SIP2_PASSWORD',
    option: 'password-file',
    ...(file !== undefined && { file }),
  })
  const draft = {
    name: 'login',
    values: {
      uidAlgorithm: '0',
      pwdAlgorithm: '0',
      loginUserId: user,
      loginPassword: password,
      ...(location !== undefined && { locationCode: location }),
    },
  } as const
  return (outgoing, index) => build(draft, buildOptions(outgoing, index))
}

/** Texts stand for themselves; names take the words after them. */
function messagesOf(words: readonly string[], surroundings: Surroundings): readonly Message[] {
  const groups: string[][] = []
  for (const word of words) {
    const isText = /^\d\d/.test(word)
    if (isText || isName(word) || groups.length === 0) groups.push([word])
    else groups.at(-1)?.push(word)
  }
  return groups.flatMap(([first = '', ...rest]): readonly Message[] => {
    if (/^\d\d/.test(first)) {
      if (rest.length > 0) throw new UsageError('put quotes around a message')
      return [(outgoing, index) => finished(first, outgoing, index)]
    }
    const drafts = draftsOf([first, ...rest], new Date(), (where) => secretAt(where, surroundings))
    return drafts.map((draft) => (outgoing, index) => build(draft, buildOptions(outgoing, index)))
  })
}

function secretAt(place: string, { env }: Surroundings): string {
  const [, kind, where = ''] = /^(env|file):(.+)$/.exec(place) ?? []
  if (kind === 'file') return fileOf('file', where).split(/\r?\n/)[0] ?? ''
  const secret = kind === 'env' ? env[where] : undefined
  if (secret === undefined)
    throw new UsageError('a secret is named by where it is: env:NAME (which must be set) or file:path')
  return secret
}

const buildOptions = ({ charset, crlf, checksums, raw }: Outgoing, index: number) => ({
  charset,
  terminator: crlf ? ('CRLF' as const) : ('CR' as const),
  sequence: checksums && !raw ? index % SEQUENCES : null,
})
const SEQUENCES = 10

function finished(text: string, outgoing: Outgoing, index: number): Buffer {
  const end = outgoing.crlf ? '\r\n' : '\r'
  const bare = outgoing.raw || !outgoing.checksums || findTrailer(text) !== null
  if (bare) return encode(text + end, outgoing.charset)
  const numbered = text === MESSAGES.requestAcsResend.code ? `${text}AZ` : `${text}AY${index % SEQUENCES}AZ`
  const covered = encode(numbered, outgoing.charset)
  return Buffer.concat([covered, Buffer.from(checksum(covered) + end)])
}
