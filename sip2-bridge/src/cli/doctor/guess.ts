/** Which server it is, by evidence: each claim names the server's own source. */
import type { DialectName } from '../../dialects/dialects.ts'
import type { Facts } from './facts.ts'

export interface Guess {
  readonly server: string
  /** As in the settings. */
  readonly dialect: DialectName
  readonly points: number
  readonly reasons: readonly string[]
}

interface Evidence {
  readonly points: number
  readonly reason: string
  readonly holds: (facts: Facts) => boolean
}

interface Candidate {
  readonly server: string
  readonly dialect: DialectName
  readonly evidence: readonly Evidence[]
}

/** Fewer points than this are no knowledge. */
export const POINTS_MIN = 4
/** So far ahead of the second. */
export const LEAD_MIN = 2

const evidence = (points: number, reason: string, holds: Evidence['holds']): Evidence => ({
  points,
  reason,
  holds,
})
const bx = (text: string) => (facts: Facts) => facts.status?.supportedMessages === text
const has =
  (...ids: readonly string[]) =>
  (facts: Facts) =>
    ids.every((id) => facts.extensions.has(id))
const unknownPatron = (facts: Facts) => facts.unknownPatron.status ?? facts.unknownPatron.information
const deniesFour = evidence(
  1,
  "an unknown patron's first four flags are Y",
  (facts) => unknownPatron(facts)?.status === 'YYYY          ' && unknownPatron(facts)?.valid === 'N',
)

/** Koha's server began as a copy of SIPServer: these are both's. */
const OF_THE_FAMILY = [
  deniesFour,
  // Sip/MsgType.pm, handle_item_information: 01 01 01 for no such item.
  evidence(1, 'an unknown item is told as 01 01 01', (facts) => facts.unknownItemCodes === '010101'),
  // Sip/MsgType.pm: 24 tells CQ in any case, 64 only where a PIN was sent.
  evidence(
    1,
    '24 tells of the PIN in any case, 64 only where one was sent',
    ({ pinTold }) => pinTold.status === true && pinTold.without === false,
  ),
]

const CANDIDATES: readonly Candidate[] = [
  {
    server: 'Koha',
    dialect: 'koha',
    evidence: [
      // C4/SIP/Sip.pm, write_msg: CR LF unless the account's terminator says otherwise.
      evidence(3, 'its messages end with CR LF', (facts) => facts.lineEnd === 'CR LF'),
      // C4/SIP/Sip/MsgType.pm: all but item status update.
      evidence(2, 'it knows all messages but item status update', bx('YYYYYYYYYYYNYYYY')),
      // C4/SIP/SIPServer.pm: a client that is not logged in is cut off.
      evidence(
        1,
        'it hangs up on a client that is not logged in',
        (f) => f.beforeLogin === 'closed the connection',
      ),
      ...OF_THE_FAMILY,
    ],
  },
  {
    server: 'Evergreen by SIP2Mediator, or its newer SIP2 application',
    dialect: 'evergreen-sip2',
    evidence: [
      // OpenILS/Application/SIP2/Session.pm
      evidence(4, 'it tells the fixed list of messages of Evergreen', bx('YYYNYNYYNYYNNNYN')),
      // SIP2Mediator, lib/SIP2Mediator/Message.pm
      evidence(2, 'no answer has a checksum', ({ checksums }) => checksums.asked === false),
      // OpenILS/Application/SIP2: Y and 13 blanks, CQ N.
      evidence(
        2,
        "an unknown patron's first flag alone is Y, and the PIN is told as wrong",
        (f) => unknownPatron(f)?.status === 'Y             ' && unknownPatron(f)?.pinValid === 'N',
      ),
      evidence(1, 'its time-out is unknown (999)', (facts) => facts.status?.timeoutPeriod === '999'),
    ],
  },
  {
    server: 'SIPServer, the one of Evergreen',
    dialect: 'evergreen',
    evidence: [
      // SIPServer, Sip/Constants.pm: EnvisionWare's fields and its own.
      evidence(4, '64 has the fields PI and XI', has('PI', 'XI')),
      evidence(1, '64 has the fields PA, PB and PC', has('PA', 'PB', 'PC')),
      // OpenILS/SIP/Patron.pm: recall privileges are denied to everybody.
      evidence(2, 'recalls are denied to a patron in good standing', (facts) => facts.recallAlwaysDenied),
      evidence(1, 'its messages end with CR', (facts) => facts.lineEnd === 'CR'),
      ...OF_THE_FAMILY,
    ],
  },
  {
    server: 'FOLIO edge-sip2',
    dialect: 'folio-edge-sip2',
    evidence: [
      // MainVerticle.java: 'Problems handling the request: …' as a line of text.
      evidence(4, 'it writes exceptions as lines of text', (facts) => facts.plainTextErrors > 0),
      // MainVerticle.java, requiredResending: only with error detection on.
      evidence(3, 'a request twice is answered from memory', (f) => f.duplicates === 'answered from memory'),
      // README, summary position 6; parser/Field.java.
      evidence(2, 'fees come as groups', (facts) => facts.feeGroups === true),
      evidence(1, 'its time-out is half a second', (facts) => facts.status?.timeoutPeriod === '005'),
    ],
  },
  {
    server: 'FOLIO fsip2',
    dialect: 'folio-fsip2',
    evidence: [
      // internal/handlers/resend.go
      evidence(3, 'a request to resend is answered by 96', (facts) => facts.resend === 'asked again (96)'),
      // internal/sip2/builder: AV begins with the account's UUID.
      evidence(3, 'fines are listed by UUID', (facts) => facts.feeUuids),
      evidence(2, '18 has the field DE', has('DE')),
    ],
  },
  {
    server: 'invenio-sip2 (RERO ILS)',
    dialect: 'invenio-sip2',
    evidence: [
      // invenio_sip2/utils.py: the sum by format(…, "X"), not filled up with zeros.
      evidence(4, 'checksums lack their leading zeros', ({ checksums }) => checksums.unpadded > 0),
      evidence(1, 'every answer has a checksum', ({ checksums }) => checksums.unasked === true),
      evidence(1, 'its time-out is 1 s', (facts) => facts.status?.timeoutPeriod === '010'),
    ],
  },
  {
    server: 'Polaris',
    dialect: 'polaris',
    evidence: [
      // Innovative's table of SIP extensions, 161220154607673.
      evidence(4, '64 has fields of Polaris (PE, PS, PZ, PX or PY)', (facts) =>
        ['PE', 'PS', 'PZ', 'PX', 'PY'].some((id) => facts.extensions.has(id)),
      ),
      evidence(2, 'fields stand empty between two pipes', (facts) => facts.emptyPipes > 0),
    ],
  },
  {
    server: 'Sierra',
    dialect: 'sierra',
    // ThePalaceProject/circulation, patron_auth/sip2.
    evidence: [evidence(3, 'the zone of its dates is 0000', (facts) => facts.zone === '0000')],
  },
  {
    server: "this project's demo library",
    dialect: 'lectern-demo',
    evidence: [
      evidence(9, 'its institution is the demo library', (f) => f.status?.institutionId === 'LINDENHOF'),
    ],
  },
]

/** The best first; those without any evidence are left out. */
export function guesses(facts: Facts): readonly Guess[] {
  return CANDIDATES.map(({ server, dialect, evidence: all }) => {
    const held = all.filter(({ holds }) => holds(facts))
    return {
      server,
      dialect,
      points: held.reduce((sum, { points }) => sum + points, 0),
      reasons: held.map(({ reason }) => reason),
    }
  })
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
}

/** Null where the evidence is thin. */
export function bestGuess(facts: Facts): Guess | null {
  const [first, second] = guesses(facts)
  if (first === undefined || first.points < POINTS_MIN) return null
  return first.points - (second?.points ?? 0) >= LEAD_MIN ? first : null
}
