/** A server in a thread of its own that answers 99 and 17 at once and does nothing else: the floor of every round trip. */
import { type AddressInfo, createServer } from 'node:net'
import { parentPort } from 'node:worker_threads'
import { buildMessage, Framer } from 'sip2/protocol'

const STATUS = {
  onlineStatus: 'Y',
  checkinOk: 'Y',
  checkoutOk: 'Y',
  renewalPolicy: 'Y',
  statusUpdateOk: 'Y',
  offlineOk: 'Y',
  timeoutPeriod: '100',
  retriesAllowed: '003',
  dateTimeSync: '20261006    120000',
  protocolVersion: '2.00',
  institutionId: 'MAIN',
}
const ITEM = {
  circulationStatus: '03',
  securityMarker: '02',
  feeTypeCode: '01',
  transactionDate: '20261006    120600',
  itemId: '31234000005678',
  titleId: 'Perl 5 desktop reference',
}
const each = <T>(make: (sequence: number) => T) => Array.from({ length: 10 }, (_, sequence) => make(sequence))
const statuses = each((sequence) => buildMessage('acsStatus', STATUS, { sequence }))
const items = each((sequence) => buildMessage('itemInformationResponse', ITEM, { sequence }))
const DIGIT_FROM_END = 'nAZnnnn'.length
const ZERO = 48

const server = createServer((socket) => {
  const framer = new Framer()
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    for (const frame of framer.push(chunk)) {
      const sequence = (frame.at(-DIGIT_FROM_END) ?? ZERO) - ZERO
      const answer = (frame[0] === '9'.charCodeAt(0) ? statuses : items)[sequence]
      if (answer !== undefined) socket.write(answer)
    }
  })
})
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port))
