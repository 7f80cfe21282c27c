/** How it keeps to the protocol: numbers, checksums, resends, duplicates, several requests at once. */
import { type Examination, STATUS_REQUEST } from './examination.ts'
import type { ChecksumFacts, Verdict } from './facts.ts'
import { askedWith, type Reply, reactionOf, SUMMED } from './visit.ts'

const TOGETHER = 3
/** So that the clock in 98 has moved on. */
const CLOCK_TICKS_MILLISECONDS = 1_100
const ROUND_TRIPS = 20
/** SIP2 2.00 has no such message. */
const UNKNOWN_COMMAND = '8800'

/** What every server in service bears. */
export async function manners(examination: Examination): Promise<void> {
  await unsummed(examination)
  await roundTrips(examination)
  for (const check of [together, duplicate]) await onItsOwn(examination, check)
}

/** What a fragile server may take amiss: hence last. */
export async function provocations(examination: Examination): Promise<void> {
  for (const check of [resend, badChecksum, unknownCommand]) await onItsOwn(examination, check)
}

/** What may put the two sides out of step has a connection to itself. */
async function onItsOwn(
  examination: Examination,
  check: (examination: Examination) => Promise<void>,
): Promise<void> {
  examination.leave()
  await check(examination)
  examination.leave()
}

const isStatus = (reply: Reply): boolean => reply.kind === 'message' && reply.message.name === 'acsStatus'

async function unsummed(examination: Examination): Promise<void> {
  const visit = await examination.visit()
  const reply = await visit.ask('scStatus', STATUS_REQUEST, { checksums: false })
  if (reply.kind !== 'message') {
    examination.add('without checksum', 'note', `it demands one: ${reactionOf(reply)}`)
    examination.leave()
  }
}

async function roundTrips(examination: Examination): Promise<void> {
  const visit = await examination.visit()
  for (let time = 0; time < ROUND_TRIPS; time++) {
    const reply = await visit.ask('scStatus', STATUS_REQUEST, { checksums: examination.sums })
    if (reply.kind === 'message') examination.facts.roundTrips.push(reply.milliseconds)
    else if (reply.kind !== 'damaged') break
  }
}

async function resend(examination: Examination): Promise<void> {
  const visit = await examination.visit()
  const first = await visit.ask('scStatus', STATUS_REQUEST, { checksums: examination.sums })
  const again = await visit.send(visit.bytes('requestAcsResend', {}, 0), SUMMED)
  const same =
    first.kind === 'message' && again.kind === 'message' && again.message.name === first.message.name
  const found = same ? 'the last answer' : reactionOf(again)
  examination.facts.resend = found
  const verdict = same ? 'ok' : 'note'
  const hint = same ? '' : ': a lost answer cannot be had again by 97'
  examination.add('asked to resend (97)', verdict, `${found}${hint}`)
}

async function badChecksum(examination: Examination): Promise<void> {
  const visit = await examination.visit()
  const bytes = visit.sealed('9900802.00', { fits: false })
  const reaction = reactionOf(await visit.send(bytes, SUMMED))
  examination.facts.badChecksum = reaction
  const verdict = reaction === 'asked again (96)' ? 'ok' : 'note'
  const hint = reaction === 'answered' ? ': it does not look at checksums' : ''
  examination.add('a wrong checksum', verdict, `${reaction}${hint}`)
}

async function unknownCommand(examination: Examination): Promise<void> {
  const visit = await examination.visit()
  visit.socket.write(visit.sealed(UNKNOWN_COMMAND))
  const reply = await visit.ask('scStatus', STATUS_REQUEST, { checksums: examination.sums })
  const found = isStatus(reply) ? 'ignored' : reactionOf(reply)
  examination.facts.unknownCommand = found
  examination.add('an unknown command', found === 'ignored' ? 'ok' : 'note', found)
}

async function together(examination: Examination): Promise<void> {
  const visit = await examination.visit()
  const numbers = Array.from({ length: TOGETHER }, () => visit.number())
  const one = (number: number) => visit.bytes('scStatus', STATUS_REQUEST, examination.sums ? number : null)
  visit.socket.write(Buffer.concat(numbers.map(one)))
  const heard: (number | null)[] = []
  let before: Buffer = Buffer.alloc(0)
  while (heard.length < TOGETHER) {
    const reply = await visit.hear(askedWith(examination.sums ? (numbers[heard.length] ?? 0) : null))
    if (reply.kind !== 'message') break
    // The same one twice answers one request.
    if (!(examination.sums && reply.frame.equals(before))) heard.push(reply.message.sequence)
    before = reply.frame
  }
  const all = heard.length === TOGETHER
  const numbered = heard.every((number) => number !== null)
  const ordered = heard.every((number, at) => number === null || number === numbers[at])
  examination.facts.inOrder = all && ordered
  if (!all) examination.add('several at once', 'note', `${heard.length} of ${TOGETHER} were answered`)
  else if (!ordered) examination.add('several at once', 'bad', 'answered out of order')
  else examination.add('several at once', 'ok', numbered ? 'answered in order' : 'answered, without numbers')
}

/** Told by the clock in 98: an answer from memory has the old time, where the clock goes on. */
async function duplicate(examination: Examination): Promise<void> {
  if (!examination.sums) {
    examination.add('a request twice', 'unknown', 'cannot be told: it takes no numbers')
    return
  }
  const visit = await examination.visit()
  const number = visit.number()
  const bytes = visit.bytes('scStatus', STATUS_REQUEST, number)
  const first = timeIn(await visit.send(bytes, askedWith(number)))
  const { clock } = examination.options
  await new Promise<void>((resolve) => clock.setTimeout(resolve, CLOCK_TICKS_MILLISECONDS))
  const again = timeIn(await visit.send(bytes, askedWith(number)))
  const fresh = timeIn(await visit.ask('scStatus', STATUS_REQUEST))
  if (first === null || again === null || fresh === null || fresh === first) {
    examination.add('a request twice', 'unknown', 'cannot be told: no clock that goes on in its answers')
    return
  }
  const found = first === again ? 'answered from memory' : 'carried out again'
  examination.facts.duplicates = found
  const hint = 'told by a status request; what it does with a loan cannot be known without making one'
  examination.add('a request twice', first === again ? 'ok' : 'note', `${found} (${hint})`)
}

const timeIn = (reply: Reply): string | null =>
  reply.kind === 'message' && reply.message.name === 'acsStatus' ? reply.message.fields.dateTimeSync : null

/** Rows about what every answer told. */
export function habits(examination: Examination): void {
  const { facts, observer } = examination
  observer.tell(facts)
  if (facts.strays > 0)
    examination.add('unasked', 'note', `${facts.strays} lines that nobody had asked for: late, or twice`)
  examination.add('line ends', facts.lineEnd === null ? 'unknown' : 'ok', facts.lineEnd ?? 'not seen')
  const [verdict, found] = checksumsOf(facts.checksums)
  examination.add('checksums', verdict, found)
  const { sequence } = facts.checksums
  examination.add('numbers', sequence === 'mirrored' ? 'ok' : 'note', sequence ?? 'not seen')
  examination.add(
    'character set',
    facts.charset === null ? 'unknown' : 'ok',
    facts.charset === null
      ? 'no letter outside ASCII was seen: try --item or --patron with one'
      : charsetText(examination),
  )
}

function charsetText({ facts, observer }: Examination): string {
  const proof =
    observer.sumsItsBytes === null
      ? 'no checksum to prove it by'
      : observer.sumsItsBytes
        ? 'its checksums are made from these bytes'
        : 'its checksums do not fit these bytes: it sums another character set'
  return `${facts.charset}, by the letters seen; ${proof}`
}

export function checksumsOf({
  asked,
  unasked,
  wrong,
  unpadded,
  lowerCase,
}: ChecksumFacts): readonly [Verdict, string] {
  if (wrong > 0) return ['bad', `${wrong} did not fit: another character set, or a fault of the server`]
  if (asked !== true) return ['note', unasked === true ? 'only where not asked for' : 'never']
  const notes = [
    ...(unpadded > 0 ? ['without leading zeros'] : []),
    ...(lowerCase > 0 ? ['in lower case'] : []),
  ]
  const when = unasked === true ? 'always' : 'where the request has one'
  return [notes.length > 0 ? 'note' : 'ok', [when, ...notes].join(', ')]
}
