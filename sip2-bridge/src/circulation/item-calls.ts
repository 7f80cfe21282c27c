/** Calls about an item: 17, 19. */
import { isAboutItem } from './about.ts'
import type { Caller } from './caller.ts'
import { amount, circulationStatus, count, heldFor, mediaType, messages, orNull } from './read.ts'
import { ruleFor } from './reasons.ts'
import { IlsError, type ItemAnswer, type ItemId } from './types.ts'

export async function item(caller: Caller, asked: ItemId): Promise<ItemAnswer> {
  const { institution: institutionId, terminalPassword, currency } = caller.options
  const request = { transactionDate: caller.now(), institutionId, itemId: asked, terminalPassword }
  let fields: Awaited<ReturnType<typeof caller.ask<'itemInformation'>>>['fields']
  try {
    fields = (await caller.ask('itemInformation', request, isAboutItem(asked))).fields
  } catch (error) {
    if (error instanceof IlsError && error.failure === 'closedInstead') return unknownItem(asked)
    throw error
  }
  const status = circulationStatus(fields.circulationStatus)
  const title = orNull(fields.titleId)
  const screenMessages = messages(fields.screenMessage)
  const isUnknown = ruleFor(caller.dialect, 'itemInformation', screenMessages)?.reason === 'unknownItem'
  return {
    item: asked,
    known: isUnknown || (title === null && status === 'other') ? 'no' : 'yes',
    title,
    status,
    media: mediaType(fields.mediaType),
    securityMarker: orNull(fields.securityMarker),
    due: caller.due(fields.dueDate),
    recallAt: caller.due(fields.recallDate),
    holdUntil: caller.due(fields.holdPickupDate),
    holdQueueLength: count(fields.holdQueueLength),
    owner: orNull(fields.owner),
    callNumber: orNull(fields.callNumber),
    collection: orNull(fields.collectionCode),
    properties: orNull(fields.itemProperties),
    fee: amount(fields, currency),
    feeType: orNull(fields.feeTypeCode),
    destination: orNull(fields.destinationLocation),
    hold: heldFor(fields),
    permanentLocation: orNull(fields.permanentLocation),
    currentLocation: orNull(fields.currentLocation),
    screenMessages,
    printLines: messages(fields.printLine),
  }
}

/** The server has no words for it and closes the connection (`closesOnUnknown`). */
const unknownItem = (asked: ItemId): ItemAnswer => ({
  item: asked,
  known: 'no',
  title: null,
  status: 'other',
  media: null,
  securityMarker: null,
  due: null,
  recallAt: null,
  holdUntil: null,
  holdQueueLength: null,
  owner: null,
  callNumber: null,
  collection: null,
  properties: null,
  fee: null,
  feeType: null,
  destination: null,
  hold: null,
  permanentLocation: null,
  currentLocation: null,
  screenMessages: [],
  printLines: [],
})

export async function updateItem(
  caller: Caller,
  { item: asked, properties }: { readonly item: ItemId; readonly properties: string },
): Promise<boolean> {
  const { institution: institutionId, terminalPassword } = caller.options
  const { fields } = await caller.ask(
    'itemStatusUpdate',
    {
      transactionDate: caller.now(),
      institutionId,
      itemId: asked,
      terminalPassword,
      itemProperties: properties,
    },
    isAboutItem(asked),
  )
  return fields.itemPropertiesOk === '1'
}
