/** What it says about items; nothing is lent or returned. */
import { inWords } from '../explain.ts'
import type { Examination } from './examination.ts'
import { amountShape, dateShape } from './shapes.ts'
import { reactionOf } from './visit.ts'

const UNKNOWN_ITEM = 'DOCTOR-NO-SUCH-ITEM'

export async function unknownItem(examination: Examination): Promise<void> {
  const { facts } = examination
  const visit = await examination.visit()
  const reply = await visit.ask('itemInformation', itemFields(examination, UNKNOWN_ITEM), {
    checksums: examination.sums,
  })
  const reaction = reactionOf(reply)
  facts.unknownItem = reaction
  if (reply.kind !== 'message' || reply.message.name !== 'itemInformationResponse') {
    examination.add('an unknown item (17)', 'note', reaction)
    examination.leave()
    return
  }
  const { circulationStatus, securityMarker, feeTypeCode, titleId, screenMessage } = reply.message.fields
  facts.unknownItemCodes = `${circulationStatus}${securityMarker}${feeTypeCode}`
  const said = [
    `circulation status ${circulationStatus}`,
    titleId === '' ? 'no title' : 'a title',
    ...(screenMessage === undefined ? [] : ['a screen message']),
  ]
  examination.add('an unknown item (17)', 'ok', `answered: ${said.join(', ')}`)
}

export async function item(examination: Examination, id: string): Promise<void> {
  const visit = await examination.visit()
  const reply = await visit.ask('itemInformation', itemFields(examination, id), {
    checksums: examination.sums,
  })
  if (reply.kind !== 'message' || reply.message.name !== 'itemInformationResponse') {
    examination.add('the item (17)', 'bad', reactionOf(reply))
    examination.leave()
    return
  }
  const { fields, extra } = reply.message
  const { circulationStatus, dueDate, feeAmount, currency } = fields
  const present = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
  examination.add(
    'the item (17)',
    'ok',
    `circulation status ${circulationStatus}; ${fields.titleId === '' ? 'no title' : 'with a title'}`,
  )
  examination.add('fields of 18', 'ok', present.map(([name]) => inWords(name)).join(', '))
  if (extra.length > 0)
    examination.add('more fields of 18', 'note', [...new Set(extra.map(([id]) => id))].join(', '))
  examination.add(
    'due date',
    dueDate === undefined ? 'unknown' : 'ok',
    dueDate === undefined ? 'none: try an item on loan' : dateShape(dueDate),
  )
  if (feeAmount !== undefined)
    examination.add('amount of 18', 'ok', `${amountShape(feeAmount)} ${currency ?? '(no currency)'}`)
}

const itemFields = (examination: Examination, itemId: string) => ({
  ...examination.now(),
  institutionId: examination.institution,
  itemId,
  terminalPassword: '',
})
