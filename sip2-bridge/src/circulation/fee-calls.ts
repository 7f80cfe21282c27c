/** Calls about money: the fees of a patron (63), and their payment (37). */
import { AMOUNT_PAID, FEE_GROUP } from '../dialects/fee-groups.ts'
import type { Extra } from '../protocol/codec.ts'
import type { Fee, Fees, PaymentAnswer } from './account.ts'
import type { Caller } from './caller.ts'
import type { Asking, Payment } from './contract.ts'
import { LANGUAGE_UNKNOWN } from './languages.ts'
import { list, SUMMARY_FEES, SUMMARY_NOTHING } from './lists.ts'
import { amount, currencyOf, messages, money, moneyText, orNull } from './read.ts'
import { ruleFor } from './reasons.ts'
import { IlsError } from './types.ts'

export async function fees(caller: Caller, asked: Asking): Promise<Fees> {
  const { details, payOne, payPart } = caller.dialect.fees
  const { currency } = caller.options
  const { fields, extra } = await caller.askAbout(asked.patron, 'patronInformation', {
    language: LANGUAGE_UNKNOWN,
    transactionDate: caller.now(),
    summary: details === 'groups' ? SUMMARY_FEES : SUMMARY_NOTHING,
    ...caller.from(asked),
  })
  const named = currencyOf(fields, currency)
  const known = { owed: amount(fields, currency), mayPayOne: payOne, mayPayPart: payPart }
  if (details === 'groups') return { ...known, list: groupsIn(extra, named) }
  if (details === 'none') return { ...known, list: null }
  const { entries } = await list(caller, { ...asked, list: 'fines' })
  const lines = entries.map((entry) => (entry.kind === 'item' ? entry.item : entry.text))
  return { ...known, list: lines.map((line) => feeIn(line, caller.dialect.fees.fineText, named)) }
}

/** The identifier begins a fee; what follows it belongs to it. */
function groupsIn(extra: readonly Extra[], currency: string): readonly Fee[] {
  const groups: Map<string, string>[] = []
  for (const [id, value] of extra) {
    if (id === FEE_GROUP.begins) groups.push(new Map())
    groups.at(-1)?.set(id, value)
  }
  return groups.map((group) => ({
    id: orNull(group.get(FEE_GROUP.begins)),
    amount: money(group.get(FEE_GROUP.amount), currency),
    type: orNull(group.get(FEE_GROUP.typeText)) ?? orNull(group.get(FEE_GROUP.type)),
    item: orNull(group.get(FEE_GROUP.item)),
    title: orNull(group.get(FEE_GROUP.title)),
    date: orNull(group.get(FEE_GROUP.date)),
    text: null,
  }))
}

/** A line in the server's own notation; of one that does not fit it only the text is known. */
function feeIn(line: string, pattern: RegExp | null, currency: string): Fee {
  const groups = pattern?.exec(line)?.groups ?? {}
  return {
    id: orNull(groups.id),
    amount: money(groups.amount, currency),
    type: orNull(groups.type),
    item: orNull(groups.item),
    title: orNull(groups.title),
    date: orNull(groups.date),
    text: line,
  }
}

export async function payFee(caller: Caller, payment: Payment): Promise<PaymentAnswer> {
  const { fee, means, transactionId } = payment
  const { decimalMark, feeType, payOne, paymentTypes, writeOffTypes } = caller.dialect.fees
  const paymentType = paymentTypes[means]
  if (!Number.isSafeInteger(payment.amount.minor) || payment.amount.minor <= 0) {
    throw new IlsError('invalid', 'a payment is a whole number of minor units, above nothing')
  }
  // The one payment type that must never leave a kiosk: it forgives what is owed.
  if (writeOffTypes.includes(paymentType)) throw new IlsError('invalid', 'this payment type is a write-off')
  // Sent all the same, the money would go to another fee than the patron chose.
  if (fee !== undefined && !payOne) throw new IlsError('refusedBySupport', 'no fee can be paid by itself')
  const { fields, extra } = await caller.ask('feePaid', {
    transactionDate: caller.now(),
    feeTypeCode: feeType,
    paymentType,
    currencyCode: payment.amount.currency,
    feeAmount: moneyText(payment.amount, decimalMark),
    ...caller.from(payment),
    transactionId,
    ...(fee === undefined ? {} : { feeIdentifier: fee }),
  })
  const screenMessages = messages(fields.screenMessage)
  const rule = ruleFor(caller.dialect, 'feePaid', screenMessages)
  const accepted = fields.paymentAccepted === 'Y' && rule?.refuses !== true
  return {
    accepted,
    paid: money(extra.find(([id]) => id === AMOUNT_PAID)?.[1], payment.amount.currency),
    transactionId: orNull(fields.transactionId),
    reason: accepted ? null : (rule?.reason ?? null),
    screenMessages,
    printLines: messages(fields.printLine),
  }
}
