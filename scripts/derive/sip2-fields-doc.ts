/** docs/sip2/fields.md from the field table, the message table and the table of coded values. */
import { FIELDS, type Field, type FieldName } from '../../sip2-bridge/src/protocol/fields.ts'
import { FIXED_MEANS } from '../../sip2-bridge/src/protocol/fixed-fields.ts'
import { codesOf, positionsOf } from '../../sip2-bridge/src/protocol/meanings.ts'
import { MESSAGES, type MessageName, type MessageRow } from '../../sip2-bridge/src/protocol/messages.ts'
import { anchor, cell, inWords } from './markdown.ts'

const HEAD = `# Fields of SIP2

Derived from the field table (\`sip2-bridge/src/protocol/fields.ts\`) and the tables beside it; do not edit by hand.

A field with an identifier is two letters, its value, and a pipe. A message's fixed part has fields without identifiers,
told apart by their place. A value has at most 255 characters, no pipe and no end of line. _Hidden_ fields hold a secret
or a patron's data and are never written to a log.

Servers add fields of their own, and use the same letters for different things: those are read by dialect, and are not
in this list.
`

const ROWS = Object.keys(MESSAGES) as MessageName[]

function usedIn(holds: (row: MessageRow) => boolean): string {
  return ROWS.filter((name) => holds(MESSAGES[name]))
    .map((name) => MESSAGES[name].code)
    .sort()
    .map((code) => messageLink(code))
    .join(' ')
}

function messageLink(code: string): string {
  const name = ROWS.find((row) => MESSAGES[row].code === code)
  return name === undefined ? code : `[${code}](messages.md#${anchor(`${code} ${inWords(name)}`)})`
}

function kindOf({ kind }: Field): string {
  if (kind === 'text') return 'text'
  return kind === 'flag' ? 'Y or N' : kind === 1 ? '1 character' : `${kind} characters`
}

const hasCodes = (name: string): boolean => codesOf(name) !== undefined || positionsOf(name) !== undefined
const named = (name: string): string =>
  hasCodes(name) ? `[${inWords(name)}](#${codesAnchor(name)})` : inWords(name)
const codesAnchor = (name: string): string => anchor(`codes of ${inWords(name)}`)

function fieldRow(name: FieldName): string {
  const field: Field = FIELDS[name]
  const used = usedIn((row) => [...row.required, ...row.optional, ...row.repeated].includes(name))
  const repeats = ROWS.some((row) => (MESSAGES[row] as MessageRow).repeated.includes(name))
    ? ', may repeat'
    : ''
  const cells = [
    named(name),
    `${kindOf(field)}${repeats}`,
    cell(field.means),
    used,
    field.hidden ? 'yes' : '',
  ]
  return `| <a id="${field.id.toLowerCase()}"></a>\`${field.id}\` | ${cells.join(' | ')} |`
}

function fixedRow(name: string, means: string): string {
  const holds = (row: MessageRow) => row.fixed.some(([fixed]) => fixed === name)
  const width = ROWS.flatMap((row) => [...(MESSAGES[row] as MessageRow).fixed]).find(
    ([fixed]) => fixed === name,
  )
  return `| ${named(name)} | ${width?.[1] ?? ''} | ${cell(means)} | ${usedIn(holds)} |`
}

function codes(name: string): string {
  const positions = positionsOf(name)
  const head = positions === undefined ? 'Code' : 'Position'
  const rows = positions?.map((text, at) => [String(at), text] as const) ?? codesOf(name) ?? []
  const table = rows.map(([code, text]) => `| \`${code}\` | ${cell(text)} |`)
  return [`### Codes of ${inWords(name)}`, '', `| ${head} | Meaning |`, '| --- | --- |', ...table].join('\n')
}

export function fieldsDoc(): string {
  const names = Object.keys(FIELDS) as FieldName[]
  const coded = [...new Set([...Object.keys(FIXED_MEANS), ...names])].filter(hasCodes).sort()
  return `${[
    HEAD.trimEnd(),
    '## With identifiers',
    [
      '| Field | Name | Kind | What it says | In | Hidden |',
      '| --- | --- | --- | --- | --- | --- |',
      ...names.sort((a, b) => (FIELDS[a].id < FIELDS[b].id ? -1 : 1)).map(fieldRow),
      '| `AY` | sequence number | 1 digit, no pipe | Numbers requests; an answer repeats it | all but 96 and 97 | |',
      '| `AZ` | checksum | 4 hex digits, no pipe | The bytes up to here and this number sum up to 0 (mod 65536) | all | |',
    ].join('\n'),
    '## Of the fixed part',
    [
      '| Name | Width | What it says | In |',
      '| --- | --- | --- | --- |',
      ...Object.entries(FIXED_MEANS).map(([name, means]) => fixedRow(name, means)),
    ].join('\n'),
    '## Coded values',
    ...coded.map(codes),
  ].join('\n\n')}\n`
}
