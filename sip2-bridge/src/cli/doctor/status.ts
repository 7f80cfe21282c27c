/** 99 and 98: what the server says about itself. */
import type { Fields } from '../../protocol/codec.ts'
import { SUPPORTED_MESSAGES_ORDER } from '../../protocol/supported-messages.ts'
import { inWords } from '../explain.ts'
import { type Examination, STATUS_REQUEST } from './examination.ts'
import { reactionOf } from './visit.ts'

const SKEW_OK_SECONDS = 60

/** False where it does not answer, or is not on-line. */
export async function status(examination: Examination): Promise<boolean> {
  const visit = await examination.visit()
  const reply = await visit.ask('scStatus', STATUS_REQUEST, { checksums: examination.sums })
  if (reply.kind !== 'message' || reply.message.name !== 'acsStatus') {
    examination.add(
      'status (99)',
      'bad',
      reply.kind === 'damaged' ? 'its checksum is wrong' : reactionOf(reply),
    )
    return false
  }
  const { fields } = reply.message
  examination.facts.status = fields
  rows(examination, fields)
  return fields.onlineStatus === 'Y'
}

function rows(examination: Examination, fields: Fields<'acsStatus'>): void {
  const online = fields.onlineStatus === 'Y'
  examination.add('on-line', online ? 'ok' : 'bad', online ? 'yes' : 'no')
  const flag = (value: string) => (value === 'Y' ? 'yes' : value === 'N' ? 'no' : `'${value}'`)
  const allowed = [
    `checkout ${flag(fields.checkoutOk)}`,
    `checkin ${flag(fields.checkinOk)}`,
    `renewal ${flag(fields.renewalPolicy)}`,
    `off-line transactions ${flag(fields.offlineOk)}`,
    `item updates ${flag(fields.statusUpdateOk)}`,
  ]
  const may = fields.checkoutOk === 'Y' && fields.checkinOk === 'Y'
  examination.add('allows', may ? 'ok' : 'note', allowed.join(', '))
  const seconds = Number(fields.timeoutPeriod) / 10
  const patience = fields.timeoutPeriod === '999' ? 'unknown' : `${seconds} s`
  const retries = fields.retriesAllowed === '999' ? 'unknown' : String(Number(fields.retriesAllowed))
  examination.add('wants', seconds < 1 ? 'note' : 'ok', `time-out ${patience}, retries ${retries}`)
  const spoken = fields.protocolVersion
  examination.add('protocol', spoken === '2.00' ? 'ok' : 'note', `version '${spoken}'`)
  clock(examination, fields.dateTimeSync)
  const name = fields.libraryName === undefined ? '' : `, ${plain(fields.libraryName)}`
  examination.add('library', 'ok', `institution '${plain(fields.institutionId)}'${name}`)
  supported(examination, fields.supportedMessages)
}

function clock(examination: Examination, text: string): void {
  const [, y, m, d, zone = '', h, n, s] = /^(\d{4})(\d\d)(\d\d)(.{4})(\d\d)(\d\d)(\d\d)$/.exec(text) ?? []
  if (y === undefined || y === '0000') {
    examination.add('clock', 'unknown', 'it does not tell')
    return
  }
  examination.facts.zone = zone
  const parts = [y, m, d, h, n, s].map(Number)
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, second = 0] = parts
  const theirs =
    zone.trim() === 'Z'
      ? Date.UTC(year, month - 1, day, hours, minutes, second)
      : new Date(year, month - 1, day, hours, minutes, second).getTime()
  // Their clock is told in whole seconds: it stands in the middle of one.
  const skew = Math.round((theirs + 500 - Date.now()) / 1000)
  const said = skew === 0 ? 'as ours' : `${Math.abs(skew)} s ${skew > 0 ? 'ahead of' : 'behind'} ours`
  const hint = Math.abs(skew) > SKEW_OK_SECONDS ? ': another time zone, or a clock that is wrong' : ''
  const how = zone.trim() === '' ? 'local time' : `zone '${zone}'`
  examination.add('clock', Math.abs(skew) > SKEW_OK_SECONDS ? 'note' : 'ok', `${said}${hint} (${how})`)
}

function supported(examination: Examination, text: string | undefined): void {
  if (text === undefined || text === '') {
    examination.add('knows (BX)', 'unknown', 'it does not tell')
    return
  }
  const names = (flag: string) =>
    SUPPORTED_MESSAGES_ORDER.filter((_, at) => text[at] === flag)
      .map(inWords)
      .join(', ') || 'none'
  const length =
    text.length === SUPPORTED_MESSAGES_ORDER.length ? '' : ` (${text.length} positions, 16 are usual)`
  examination.add('knows (BX)', length === '' ? 'ok' : 'note', `${plain(text)}${length}`)
  examination.add('does not know', text.includes('N') ? 'note' : 'ok', names('N'))
}

const plain = (text: string): string => text.replaceAll(/\p{Cc}/gu, '?')
