/** What each dialect does differently, as a page: from the same data that the kiosk reads. */
import type { Dialect } from '../../sip2-bridge/src/dialects/dialect.ts'
import { DIALECTS } from '../../sip2-bridge/src/dialects/dialects.ts'
import { GENERIC } from '../../sip2-bridge/src/dialects/generic.ts'
import { cell, inWords } from './markdown.ts'

type Row = readonly [what: string, tell: (dialect: Dialect) => string]

const yes = (value: boolean): string => (value ? 'yes' : 'no')
const list = (items: readonly string[]): string =>
  items.length === 0 ? 'none' : items.map(inWords).join(', ')

const ROWS: readonly Row[] = [
  ['Character encoding', ({ connection }) => connection.charset],
  ['End of our messages', ({ connection }) => connection.terminator],
  ['Numbers and checksums in our requests', ({ connection }) => yes(connection.errorDetection)],
  [
    'An answer without a checksum',
    ({ connection }) => (connection.checksums === 'required' ? 'is damaged' : 'is taken'),
  ],
  ['Zone of our dates', ({ connection }) => (connection.zone === '    ' ? 'blank' : connection.zone.trim())],
  ['Connections at a time', ({ connection }) => String(connection.connectionsMax)],
  ['Kept alive every', ({ connection }) => `${connection.keepAliveSeconds} s`],
  ['Damaged answers are asked for again (97)', ({ connection }) => yes(connection.resends)],
  ['Never answers', ({ connection }) => list(connection.silentAbout)],
  ['Closes on what it does not know', ({ connection }) => yes(connection.closesOnUnknown)],
  [
    'Fee not acknowledged is said by',
    ({ requests }) => (requests.feeNotAcknowledged === 'omit' ? 'silence' : 'N'),
  ],
  ['Empty fields it wants', ({ requests }) => list(requests.sendEmpty)],
  ['Fields it never gets', ({ requests }) => list(requests.omit)],
  ['A loan or return can be undone (BI)', ({ requests }) => yes(requests.cancelIsHonoured)],
  [
    'Count of holds means',
    ({ answers }) => (answers.holdsAreReady ? 'those that are ready' : 'all, or not known'),
  ],
  ['Lists hold item identifiers', ({ answers }) => yes(answers.listsIdentifiers)],
  ['Long lists come in pages', ({ answers }) => yes(answers.pages)],
  ['Currency where none is named', ({ answers }) => answers.currency],
  [
    '03/04/2026 is',
    ({ answers }) =>
      ({ day: '3 April', month: '4 March', null: 'not guessed' })[`${answers.dayOrMonthFirst}`] ?? '',
  ],
  ['Its dates are in UTC', ({ answers }) => yes(answers.datesAreUtc)],
  [
    'A loan that leaves security open (U)',
    ({ answers }) => (answers.unknownMeansDesensitize ? 'switches it off' : 'leaves it on'),
  ],
  ['Silence about a PIN means right', ({ answers }) => yes(answers.silenceMeansPinRight)],
  [
    'Alert types of its own',
    ({ answers }) =>
      Object.entries(answers.alerts)
        .map(([type, means]) => `${type}: ${inWords(means)}`)
        .join(', ') || 'none',
  ],
  ['Messages that are understood', ({ answers }) => String(answers.messages.length)],
  [
    'Patron fields of its own',
    ({ answers }) =>
      Object.entries(answers.patronExtensions)
        .map(([id, means]) => `${id} ${inWords(means)}`)
        .join(', ') || 'none',
  ],
  [
    'Fees one by one',
    ({ fees }) => ({ none: 'no', text: 'as lines of text', groups: 'as groups of fields' })[fees.details],
  ],
  ['One fee can be paid', ({ fees }) => yes(fees.payOne)],
  ['Payment types never sent', ({ fees }) => list(fees.writeOffTypes)],
  ['"No block" at checkout is', ({ offline }) => offline.checkout],
  ['"No block" at checkin is', ({ offline }) => offline.checkin],
  [
    'Known better than its own list',
    ({ supports }) =>
      Object.entries(supports)
        .map(([name, can]) => `${inWords(name)}: ${yes(can)}`)
        .join(', ') || 'nothing',
  ],
]

const table = (rows: readonly (readonly string[])[]): string =>
  ['| | |', '| --- | --- |', ...rows.map((cells) => `| ${cells.map(cell).join(' | ')} |`)].join('\n')

export function dialectsDoc(): string {
  const all: readonly (readonly [string, Dialect])[] = Object.entries(DIALECTS)
  const rows = (dialect: Dialect, otherThan: Dialect | null) =>
    ROWS.map(([what, tell]) => [what, tell(dialect), otherThan === null ? '' : tell(otherThan)] as const)
      .filter(([, here, there]) => here !== there)
      .map(([what, here]) => [what, here] as const)
  const sections = all.map(([name, dialect]) => {
    const differing = rows(dialect, name === 'generic' ? null : GENERIC)
    const body = differing.length === 0 ? 'As `generic`.' : table(differing)
    return `## \`${name}\`: ${dialect.label}\n\n${body}`
  })
  return `# Dialects

Derived from [the dialects](../../sip2-bridge/src/dialects), where each claim stands beside the server's own source or
documentation; \`npm run derive\` writes this page anew. \`generic\` is told whole, the others by what differs from it.
Fields are explained in [fields.md](fields.md).

${sections.join('\n\n')}
`
}
