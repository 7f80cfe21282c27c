/** docs/sip2/messages.md from the message table. */
import { FIELDS, type FieldName } from '../../sip2-bridge/src/protocol/fields.ts'
import { FIXED_MEANS } from '../../sip2-bridge/src/protocol/fixed-fields.ts'
import { MESSAGES, type MessageName, type MessageRow } from '../../sip2-bridge/src/protocol/messages.ts'
import { ANSWER, READ_ONLY } from '../../sip2-bridge/src/protocol/pairs.ts'
import { SUPPORTED_MESSAGES_ORDER } from '../../sip2-bridge/src/protocol/supported-messages.ts'
import { anchor, cell, inWords } from './markdown.ts'
import { exampleOf } from './sip2-example.ts'

const HEAD = `# Messages of SIP2

Derived from the message table (\`sip2-bridge/src/protocol/messages.ts\`); do not edit by hand.

SIP2 is a conversation of two: the kiosk asks, the library system answers, one message for one. A message begins with
two digits, then comes a fixed part whose fields have no name and a width each, then fields that begin with two letters
and end with a pipe, in any order, and, where error detection is used, a sequence number (\`AY\`) and a checksum (\`AZ\`).
It ends with CR. Offsets count bytes from the first digit. A **required** field is always there, though it may be empty.
What each field means stands in [fields](fields.md); \`npx sip2 decode\` explains a message you have.

_BX_ is the position, from 0, at which a server says in 98 whether it knows the request. _Repeated safely_ says whether
a request may be sent again when its answer was lost: where it may not, ask first what became of it.
`

const NAMES = (Object.keys(MESSAGES) as MessageName[]).sort((a, b) =>
  MESSAGES[a].code < MESSAGES[b].code ? -1 : 1,
)
const ANSWERS: Readonly<Partial<Record<MessageName, MessageName>>> = ANSWER
const SAFE: ReadonlySet<string> = READ_ONLY
const POSITIONS: readonly MessageName[] = SUPPORTED_MESSAGES_ORDER
const FIXED: Readonly<Record<string, string>> = FIXED_MEANS

const titleOf = (name: MessageName): string => `${MESSAGES[name].code} ${inWords(name)}`
const link = (name: MessageName): string => `[${titleOf(name)}](#${anchor(titleOf(name))})`

function bxOf(name: MessageName): string {
  const position = POSITIONS.indexOf(name === 'requestScResend' ? 'requestAcsResend' : name)
  return position < 0 ? '' : String(position)
}

function repeatOf(name: MessageName): string {
  if (ANSWERS[name] === undefined) return ''
  return SAFE.has(name) ? 'yes' : name === 'login' ? 'on a new connection' : 'no'
}

function overview(): string {
  const asked = NAMES.filter((name) => ANSWERS[name] !== undefined)
  const rows = asked.map((name) => {
    const answer = ANSWERS[name]
    return `| ${link(name)} | ${answer === undefined ? '' : link(answer)} | ${bxOf(name)} | ${repeatOf(name)} |`
  })
  return [
    '| The kiosk asks | The server answers | BX | Repeated safely |',
    '| --- | --- | --- | --- |',
    ...rows,
    `| ${link('requestAcsResend')} | its last answer again | ${bxOf('requestAcsResend')} | |`,
    `| the last request again | ${link('requestScResend')} | ${bxOf('requestScResend')} | |`,
  ].join('\n')
}

function role(name: MessageName): string {
  const answer = ANSWERS[name]
  if (answer !== undefined) {
    const bx = bxOf(name) === '' ? '' : ` BX ${bxOf(name)}.`
    return `From the kiosk. Answered by ${link(answer)}.${bx} Repeated safely: ${repeatOf(name)}.`
  }
  if (name === 'requestAcsResend')
    return 'From the kiosk, when an answer came damaged: the server sends its last answer again. It bears no number.'
  if (name === 'requestScResend')
    return 'From the server, when a request came damaged: the kiosk sends it again. It bears no number.'
  const asks = NAMES.filter((asked) => ANSWERS[asked] === name)
  return `From the server. Answers ${asks.map(link).join(', ')}.`
}

function fixedTable(row: MessageRow): string {
  if (row.fixed.length === 0) return 'No fixed part.'
  let offset = row.code.length
  const rows = row.fixed.map(([name, width]) => {
    const line = `| ${offset} | ${width} | ${inWords(name)} | ${cell(FIXED[name] ?? '')} |`
    offset += width
    return line
  })
  return ['| Offset | Width | Fixed field | What it says |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

function fieldTable(row: MessageRow): string {
  const line = (kind: string) => (name: FieldName) =>
    `| [\`${FIELDS[name].id}\`](fields.md#${FIELDS[name].id.toLowerCase()}) | ${inWords(name)} | ${kind} |`
  const rows = [
    ...row.required.map(line('required')),
    ...row.optional.map(line('optional')),
    ...row.repeated.map(line('optional, may repeat')),
  ]
  return rows.length === 0
    ? 'No fields with identifiers.'
    : ['| Field | Name | |', '| --- | --- | --- |', ...rows].join('\n')
}

function section(name: MessageName): string {
  const parts = [`## ${titleOf(name)}`, role(name), fixedTable(MESSAGES[name]), fieldTable(MESSAGES[name])]
  return [...parts, `\`\`\`\n${exampleOf(name)}\n\`\`\``].join('\n\n')
}

export const messagesDoc = (): string =>
  `${[HEAD.trimEnd(), overview(), ...NAMES.map(section)].join('\n\n')}\n`
