/** What it says about patrons: only shapes and flags are told, never a value. */
import type { Fields } from '../../protocol/codec.ts'
import { positionsOf } from '../../protocol/meanings.ts'
import { type Examination, NO_SUMMARY } from './examination.ts'
import type { UnknownPatronFacts } from './facts.ts'
import { amountShape, hasUuid, listShape } from './shapes.ts'
import { type Reply, reactionOf } from './visit.ts'

const UNKNOWN_PATRON = 'DOCTOR-NO-SUCH-PATRON'
/** In 64, by the position of the summary. */
const LISTS = [
  'holdItem',
  'overdueItem',
  'chargedItem',
  'fineItem',
  'recallItem',
  'unavailableHoldItem',
] as const
const COUNTS = [
  'holdItemsCount',
  'overdueItemsCount',
  'chargedItemsCount',
  'fineItemsCount',
  'recallItemsCount',
  'unavailableHoldsCount',
] as const
const FEE_DETAILS = 6
const RECALL_DENIED = 2

type Information = Fields<'patronInformationResponse'>

export async function unknownPatron(examination: Examination): Promise<void> {
  const { facts } = examination
  const status = await askStatus(examination, UNKNOWN_PATRON, '')
  const information = await askInformation(examination, UNKNOWN_PATRON, null, {})
  const known = (fields: Pick<Information, 'patronStatus' | 'validPatron' | 'validPatronPassword'>) => ({
    status: fields.patronStatus,
    valid: fields.validPatron,
    pinValid: fields.validPatronPassword,
  })
  facts.unknownPatron = {
    status: status.fields === null ? null : known(status.fields),
    information: information.fields === null ? null : known(information.fields),
  }
  for (const [code, reply, found] of [
    ['23', status.reply, facts.unknownPatron.status],
    ['63', information.reply, facts.unknownPatron.information],
  ] as const) {
    const verdict = found?.valid === 'N' ? 'ok' : 'note'
    examination.add(`an unknown patron (${code})`, verdict, found === null ? reactionOf(reply) : flags(found))
  }
}

const flags = ({ status, valid, pinValid }: UnknownPatronFacts): string =>
  `flags '${status}', valid patron ${valid ?? 'not told'}, PIN right ${pinValid ?? 'not told'}`

export async function patron(
  examination: Examination,
  { id, pin }: { readonly id: string; readonly pin: string | null },
): Promise<void> {
  const { facts } = examination
  const without = await askInformation(examination, id, null, {})
  if (without.fields === null) {
    examination.add('the patron (63)', 'bad', reactionOf(without.reply))
    return
  }
  const { validPatron, validPatronPassword, patronStatus } = without.fields
  examination.add(
    'the patron (63)',
    validPatron === 'Y' ? 'ok' : 'note',
    `valid patron ${validPatron ?? 'not told'}`,
  )
  facts.recallAlwaysDenied = patronStatus[RECALL_DENIED] === 'Y' && patronStatus.trim() === 'Y'
  facts.pinTold.without = validPatronPassword !== undefined
  const status = await askStatus(examination, id, '')
  facts.pinTold.status = status.fields === null ? null : status.fields.validPatronPassword !== undefined
  const told = (value: string | undefined) => value ?? 'not told'
  examination.add(
    'PIN left out',
    'ok',
    `24: ${told(status.fields?.validPatronPassword)}, 64: ${told(validPatronPassword)}`,
  )
  if (pin !== null) await withPin(examination, id, pin)
  await lists(examination, id, pin)
  money(examination, without.fields)
  await endSession(examination, id)
}

async function withPin(examination: Examination, id: string, pin: string): Promise<void> {
  const { fields, reply } = await askInformation(examination, id, pin, {})
  const told = fields?.validPatronPassword
  examination.facts.pinTold.withPin = fields === null ? null : told !== undefined
  const found =
    fields === null ? reactionOf(reply) : told === undefined ? 'not told whether it is right' : told
  examination.add('PIN sent', told === 'Y' ? 'ok' : 'note', found)
  examination.add('PIN wrong', 'unknown', 'not tried: it could lock the card')
}

async function lists(examination: Examination, id: string, pin: string | null): Promise<void> {
  const { facts } = examination
  const names = positionsOf('summary') ?? []
  for (const [position, list] of LISTS.entries()) {
    const { fields, reply } = await askInformation(examination, id, pin, { position })
    if (fields === null) {
      examination.add(`list of ${names[position]}`, 'note', reactionOf(reply))
      continue
    }
    const values = fields[list] ?? []
    const count = fields[COUNTS[position] ?? 'holdItemsCount']
    const shape = listShape(values)
    if (shape !== null && (list === 'chargedItem' || facts.lists === null)) facts.lists = shape
    if (hasUuid(values) && list === 'fineItem') facts.feeUuids = true
    const fits = Number(count) === values.length
    const what = shape === null ? 'nothing listed' : `${values.length} listed, as ${shape}`
    examination.add(
      `list of ${names[position]}`,
      fits ? 'ok' : 'note',
      `count ${count.trim() === '' ? 'not told' : Number(count)}, ${what}`,
    )
    if (facts.paging === null && values.length > 1) await paging(examination, id, pin, position)
  }
  if (facts.paging === null) examination.add('paging', 'unknown', 'no list is longer than one')
  await feeDetails(examination, id, pin)
}

async function paging(
  examination: Examination,
  id: string,
  pin: string | null,
  position: number,
): Promise<void> {
  const list = LISTS[position]
  const page = { position, startItem: '1', endItem: '1' }
  const { fields } = await askInformation(examination, id, pin, page)
  if (fields === null || list === undefined) return
  const length = fields[list]?.length ?? 0
  examination.facts.paging = length === 1
  examination.add(
    'paging',
    length === 1 ? 'ok' : 'note',
    length === 1 ? 'honoured' : `not honoured: ${length} for one`,
  )
}

async function feeDetails(examination: Examination, id: string, pin: string | null): Promise<void> {
  const { reply } = await askInformation(examination, id, pin, { position: FEE_DETAILS })
  const extra = reply.kind === 'message' ? reply.message.extra.map(([field]) => field) : []
  const groups = extra.filter((field) => field === 'FA').length
  examination.facts.feeGroups = groups > 0
  examination.add(
    'fee by fee',
    groups > 0 ? 'ok' : 'unknown',
    groups > 0 ? `${groups} groups` : 'no groups came: not known, or no fees',
  )
}

function money(examination: Examination, { feeAmount, feeLimit, currency }: Information): void {
  const amount = feeAmount ?? feeLimit
  if (amount === undefined) examination.add('amounts', 'unknown', 'none came')
  else examination.add('amounts', 'ok', `${amountShape(amount)} ${currency ?? '(no currency)'}`)
}

async function endSession(examination: Examination, id: string): Promise<void> {
  const visit = await examination.visit()
  const fields = {
    ...examination.now(),
    institutionId: examination.institution,
    patronId: id,
    terminalPassword: '',
  }
  const reaction = reactionOf(await visit.ask('endSession', fields, { checksums: examination.sums }))
  examination.add('end of session (35)', reaction === 'answered' ? 'ok' : 'note', reaction)
}

async function askStatus(examination: Examination, id: string, pin: string) {
  const visit = await examination.visit()
  const fields = { ...examination.patronFields(id, null), patronPassword: pin }
  const reply = await visit.ask('patronStatus', fields, { checksums: examination.sums })
  if (reply.kind === 'message' && reply.message.name === 'patronStatusResponse')
    return { reply, fields: reply.message.fields }
  return lost(examination, reply)
}

async function askInformation(
  examination: Examination,
  id: string,
  pin: string | null,
  {
    position,
    ...page
  }: { readonly position?: number; readonly startItem?: string; readonly endItem?: string },
) {
  const visit = await examination.visit()
  const summary = position === undefined ? NO_SUMMARY : `${' '.repeat(position)}Y`.padEnd(NO_SUMMARY.length)
  const fields = { ...examination.patronFields(id, pin), summary, ...page }
  const reply = await visit.ask('patronInformation', fields, { checksums: examination.sums })
  if (reply.kind === 'message' && reply.message.name === 'patronInformationResponse')
    return { reply, fields: reply.message.fields }
  return lost(examination, reply)
}

function lost(examination: Examination, reply: Reply): { readonly reply: Reply; readonly fields: null } {
  examination.leave()
  return { reply, fields: null }
}
